import { EventEmitter } from 'node:events';
import { Agent } from 'undici';
import type { Api, KubeObject } from '../../fixtures/embedded/api-server/api.ts';
import { createApiServer } from '../../fixtures/embedded/api-server/server.ts';
import { startClock } from '../../fixtures/embedded/clock.ts';
import type { Cluster } from '../../fixtures/embedded/cluster.ts';
import { defectsOf } from '../../fixtures/embedded/defects/defect.ts';
import { createNetwork } from '../../fixtures/embedded/network/create-network.ts';
import type { ProgramContext } from '../../fixtures/embedded/programs/program.ts';
import { seeded } from '../../fixtures/embedded/random.ts';
import { crd, open } from '../../fixtures/embedded/systems/kserve/crds/schema.ts';
import type { Dialect } from '../../fixtures/embedded/systems/kserve/dialects/dialect.ts';
import { DEFAULT_DIALECT } from '../../fixtures/embedded/systems/kserve/dialects/dialects.ts';
import { kserve } from '../../fixtures/embedded/systems/kserve/kserve.ts';
import { until } from '../until.ts';

export interface Bench {
  api: Api;
  log: string[];
  /** Resolves when the condition holds; fails with the last words of the manager. */
  until<T>(what: string, look: () => T | undefined | false): Promise<T>;
  stopManager(): Promise<void>;
  close(): Promise<void>;
}

/** Kinds of other systems, as far as the controllers of this one write them. */
const foreign = (group: string, version: string, kind: string, plural: string) =>
  crd({ group, version, kind, plural, spec: open(), status: open(), columns: [] }) as KubeObject;

/** An API server with KServe's manager at work, and no nodes: tests play the kubelet, the gateway and everybody else. */
export async function kserveBench(dialect: Dialect = DEFAULT_DIALECT): Promise<Bench> {
  const clock = startClock(120);
  const random = seeded(7);
  const defects = defectsOf([]);
  const server = createApiServer({ clock, random, defects });
  const network = createNetwork({ api: () => server.api, clock, random, defects });
  const end = new AbortController();
  const cluster: Cluster = { api: server.api, clock, random, network, defects, signal: end.signal };
  const system = kserve(cluster, dialect);
  for (const definition of [
    foreign('gateway.networking.k8s.io', 'v1', 'Gateway', 'gateways'),
    foreign('gateway.networking.k8s.io', 'v1', 'HTTPRoute', 'httproutes'),
    foreign('leaderworkerset.x-k8s.io', 'v1', 'LeaderWorkerSet', 'leaderworkersets'),
    foreign('inference.networking.x-k8s.io', 'v1alpha2', 'InferencePool', 'inferencepools'),
    foreign('inference.networking.k8s.io', 'v1', 'InferencePool', 'inferencepools'),
    foreign('inference.networking.x-k8s.io', 'v1alpha2', 'InferenceModel', 'inferencemodels'),
    ...system.crds,
  ])
    server.api.create(definition);
  for (const mutate of system.mutating) server.admit(mutate, 'mutating');
  server.admit(system.validating, 'validating');
  await system.component.start(cluster);
  const log: string[] = [];
  const stop = new AbortController();
  const exit = Promise.all(
    system.images.flatMap(({ reference, programs }) => {
      const manager = programs['/manager'];
      return manager ? [manager(managerContext(cluster, reference, stop.signal, log))] : [];
    }),
  );
  // A Service account exists in every namespace of a real cluster.
  const api = server.api.as('client');
  for (const name of ['ns']) {
    api.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    api.create({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace: name } });
  }
  const stopManager = async () => {
    stop.abort(new Error('SIGTERM'));
    await exit;
  };
  return {
    api,
    log,
    until: (what, look) =>
      until(what, look, () => `the manager's log ends with ${log.slice(-3).join(' | ')}`),
    stopManager,
    close: async () => {
      await stopManager();
      end.abort(new Error('the test is over'));
      clock.stop();
      await server.close();
    },
  };
}

function managerContext(cluster: Cluster, image: string, signal: AbortSignal, log: string[]): ProgramContext {
  EventEmitter.setMaxListeners(0, signal);
  return {
    pod: {
      namespace: 'kserve',
      name: 'manager',
      uid: image,
      ip: '10.244.0.9',
      node: 'node',
      labels: {},
    },
    container: 'manager',
    image,
    argv: ['/manager', '--leader-elect'],
    env: {},
    files: { read: () => undefined, write: () => undefined, list: () => [] },
    clock: cluster.clock,
    random: cluster.random,
    signal,
    gpus: [],
    log: (line) => void log.push(line),
    serve: async () => undefined,
    dispatcher: new Agent(),
    connections: () => new Agent(),
    memory: () => undefined,
    cpu: () => undefined,
    gpuUsage: () => undefined,
  };
}
