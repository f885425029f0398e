import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { quantityOf } from '../amounts/quantity.ts';
import { detectCapabilities, needsByRequirement } from '../capabilities/capabilities.ts';
import { requireNamespaces } from '../cluster/admitted.ts';
import { ApiRefusal } from '../cluster/cluster.ts';
import { type ConnectedCluster, connectTo } from '../cluster/connect.ts';
import { launchEmbedded } from '../coordinator/launch-embedded.ts';
import { versionsFound } from '../coordinator/versions.ts';
import { machineClass } from '../runs/machine-class.ts';
import type { RunFile, Settings } from '../settings/settings.ts';
import type { Inventory } from '../verdict/inventory.ts';
import { add, type Demand, NOTHING } from './demand.ts';

/** What a look at the target showed. */
export interface Look {
  readonly runFile: RunFile;
  /** What its nodes offer to pods, whatever runs there already. */
  readonly capacity: Demand;
}

/**
 * Looks at the target without creating anything on it: no Lease, no namespace. The embedded cluster is started for
 * the look and ended after it. Throws `EnvironmentError` when there is no way in.
 */
export async function lookAt(settings: Settings, inventory: Inventory): Promise<Look> {
  if (settings.target.launcher !== 'embedded') return look(settings, inventory);
  const directory = await mkdtemp(path.join(tmpdir(), 'plan-'));
  try {
    const embedded = await launchEmbedded({
      seed: settings.run.seed,
      target: settings.target,
      defects: [],
      logFile: path.join(directory, 'embedded.log'),
    });
    try {
      return await look({ ...settings, target: embedded.target }, inventory);
    } finally {
      await embedded.stop();
    }
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function look(settings: Settings, { requirements }: Inventory): Promise<Look> {
  const { target } = settings;
  const cluster = await connectTo(target, {
    signal: new AbortController().signal,
  });
  try {
    await requireNamespaces(cluster, target.namespace);
    const [capabilities, versions, capacity] = await Promise.all([
      detectCapabilities(cluster, target),
      versionsFound(cluster, target),
      capacityOf(cluster),
    ]);
    const entered = { ...settings, target: { ...target, context: cluster.context } };
    const needs = needsByRequirement(requirements);
    return {
      runFile: { settings: entered, capabilities, versions, needs, machine: machineClass() },
      capacity,
    };
  } finally {
    await cluster.close();
  }
}

/** A user without the right to list nodes plans without their capacity. */
async function capacityOf(cluster: ConnectedCluster): Promise<Demand> {
  const nodes = await cluster.list({ apiVersion: 'v1', kind: 'Node' }).catch((error: unknown) => {
    if (error instanceof ApiRefusal && error.code === 403) return [];
    throw error;
  });
  return nodes.reduce<Demand>((sum, { status = {} }) => {
    const { cpu = 0, memory = 0, pods = 0 } = status.allocatable ?? {};
    const gpus = status.allocatable?.['nvidia.com/gpu'] ?? status.allocatable?.['amd.com/gpu'] ?? 0;
    return add(sum, {
      pods: quantityOf(pods),
      cpu: quantityOf(cpu),
      memory: quantityOf(memory),
      gpus: quantityOf(gpus),
    });
  }, NOTHING);
}
