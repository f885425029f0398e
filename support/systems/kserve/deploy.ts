import { ApiRefusal, type Cluster, type KubernetesObject } from '../../cluster/cluster.ts';
import type { Target } from '../../settings/settings.ts';
import { kindOf } from './kinds.ts';
import { applySetting } from './manifest-settings.ts';
import { prepareManifest, type SettingRow } from './prepare.ts';
import { nameOf, type Subject } from './served.ts';

/** A manifest with its settings, where it is to be created. */
export interface Order {
  word: string;
  manifest: string;
  namespace: string;
  settings?: readonly SettingRow[];
}

/** What will be created, without creating it. Throws when the manifest is of another kind than the sentence says. */
export function subjectOf(target: Target, order: Order): Subject {
  const manifest = prepareManifest(order.manifest, order.namespace, target, order.settings);
  const { kind } = kindOf(order.word);
  if (manifest.kind !== kind)
    throw new Error(`manifest "${order.manifest}" is a ${manifest.kind}, not a ${order.word} (${kind})`);
  const { name } = manifest.metadata;
  return {
    word: order.word,
    manifest,
    reference: { apiVersion: manifest.apiVersion, kind, namespace: order.namespace, name },
  };
}

/** Creates the subject; its states are watched from before it exists. */
export async function createSubject(cluster: Cluster, subject: Subject): Promise<KubernetesObject> {
  await cluster.history(subject.reference);
  return cluster.create(subject.manifest);
}

/** Creates the subject and returns the refusal of the API server instead of throwing it. */
export async function tryToCreate(cluster: Cluster, subject: Subject): Promise<ApiRefusal | undefined> {
  try {
    await createSubject(cluster, subject);
    return undefined;
  } catch (error) {
    if (error instanceof ApiRefusal) return error;
    throw error;
  }
}

/** Changes settings of what runs, by a merge patch of what the settings change in the manifest. */
export async function changeSettings(
  cluster: Cluster,
  subject: Subject,
  target: Target,
  settings: readonly SettingRow[],
): Promise<void> {
  const present = await cluster.get(subject.reference);
  if (!present) throw new Error(`${nameOf(subject)} does not exist (any more)`);
  const wanted = structuredClone(present);
  for (const { setting, value } of settings) applySetting(wanted, setting, value, target);
  await cluster.merge(subject.reference, {
    metadata: { annotations: wanted.metadata.annotations ?? {} },
    spec: wanted.spec,
  });
}
