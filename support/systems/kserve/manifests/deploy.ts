import { ApiRefusal, type Cluster, type KubernetesObject, type Reference } from '../../../cluster/cluster.ts';
import type { Target } from '../../../settings/settings.ts';
import { kindOf } from '../kinds.ts';
import { nameOf, type Subject } from '../served.ts';
import { applySetting } from './manifest-settings.ts';
import { prepareManifest, type SettingRow } from './prepare.ts';

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

/** Applies a manifest that a release may refuse; either is a state that a scenario can go on from. */
export async function offerManifest(cluster: Cluster, manifest: KubernetesObject): Promise<void> {
  try {
    await cluster.apply(manifest);
  } catch (error) {
    if (!(error instanceof ApiRefusal)) throw error;
  }
}

/** Changes settings of what runs. */
export const changeSettings = (
  cluster: Cluster,
  subject: Subject,
  target: Target,
  settings: readonly SettingRow[],
): Promise<void> => changeObject(cluster, subject.reference, target, settings);

/** A change that was tried: what the object was before it, and the refusal if there was one. */
export interface TriedChange {
  readonly before: KubernetesObject;
  readonly refusal: ApiRefusal | undefined;
}

/** Changes settings of what runs, and returns the refusal of the API server instead of throwing it. Throws when it does not exist. */
export async function tryToChangeSettings(
  cluster: Cluster,
  subject: Subject,
  target: Target,
  settings: readonly SettingRow[],
): Promise<TriedChange> {
  const before = await cluster.get(subject.reference);
  if (!before) throw new Error(`${nameOf(subject)} does not exist (any more)`);
  try {
    await changeSettings(cluster, subject, target, settings);
    return { before, refusal: undefined };
  } catch (error) {
    if (error instanceof ApiRefusal) return { before, refusal: error };
    throw error;
  }
}

/** Changes settings of an object, by a merge patch of its whole spec: lists stay complete. */
export async function changeObject(
  cluster: Cluster,
  reference: Reference,
  target: Target,
  settings: readonly SettingRow[],
): Promise<void> {
  const present = await cluster.get(reference);
  if (!present)
    throw new Error(`${reference.kind} ${reference.namespace}/${reference.name} does not exist (any more)`);
  const wanted = structuredClone(present);
  for (const { setting, value } of settings) applySetting(wanted, setting, value, target);
  await cluster.merge(reference, {
    metadata: { annotations: wanted.metadata.annotations ?? {} },
    spec: wanted.spec,
  });
}

/** Sets an annotation that asks for nothing but another look at the service; gives back the cluster's time before. */
export async function forceReconcile(cluster: Cluster, subject: Subject): Promise<Date> {
  const now = await cluster.time.now();
  const annotations = { 'force-reconcile': String(now.getTime()) };
  await cluster.merge(subject.reference, { metadata: { annotations } });
  return now;
}
