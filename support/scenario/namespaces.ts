import { ApiRefusal } from '../cluster/cluster.ts';
import type { ConnectedCluster } from '../cluster/connect.ts';
import { holderOf } from '../cluster/exclusive.ts';
import { LEASE } from '../cluster/lease.ts';
import { returnToPool, takeFromPool } from '../cluster/namespace-pool.ts';
import { copySecrets, createNamespace, deleteNamespace, NAMESPACE } from '../cluster/namespaces.ts';
import { KEEP_ANNOTATION, REQUIREMENT_LABEL, RUN_LABEL, TITLE_ANNOTATION } from '../cluster/run-label.ts';
import type { Settings } from '../settings/settings.ts';
import { minutes } from '../waiting/duration.ts';
import { fileSlugOf, type ScenarioIdentity } from './identity.ts';

/** Names of namespaces have at most this many characters. */
const LONGEST = 40;
/** How long a scenario queues for a namespace of a pool, and a pool for its namespace to be empty again (cluster time). */
const POOL_LIMIT = minutes(30);
/** The Lease by which a namespace of a pool is held. */
const CLAIM = { ...LEASE, name: 'llm-serving-acceptance' };

/** Who asks for a namespace, and where. */
export interface NamespaceUser {
  readonly cluster: ConnectedCluster;
  readonly settings: Settings;
  readonly identity: ScenarioIdentity;
}

/** A namespace for one scenario alone: a new one, or one of the target's pool. Returns its name. */
export function obtainOwnNamespace({ cluster, settings, identity }: NamespaceUser): Promise<string> {
  const { run, target } = settings;
  if (target.namespace.mode === 'pool')
    return takeFromPool(cluster, target.namespace.pool, `${run.id}/${identity.slug}`, POOL_LIMIT);
  const { slug, requirementIds, title } = identity;
  return createNamespace(cluster, {
    run: run.id,
    slug,
    requirementIds,
    title,
    settings: target.namespace,
  });
}

/** Gives a scenario's namespace up without waiting; one of a pool is emptied first, which the next user would have to wait for. */
export function giveUpNamespace({ cluster, settings, identity }: NamespaceUser, name: string): Promise<void> {
  const { run, target } = settings;
  return target.namespace.mode === 'pool'
    ? returnToPool(cluster, name, `${run.id}/${identity.slug}`, POOL_LIMIT)
    : deleteNamespace(cluster, name);
}

/** The namespace of the feature file's shared services: every scenario of the file, in every worker, gets the same. */
export async function obtainFileNamespace(user: NamespaceUser): Promise<string> {
  const { cluster, settings, identity } = user;
  const { run, target } = settings;
  if (target.namespace.mode === 'pool') return fileNamespaceOfPool(user);
  const name = fileNamespaceName(run.id, identity.fileSlug);
  try {
    await cluster.create({
      ...NAMESPACE,
      metadata: {
        name,
        labels: { ...target.namespace.labels, [RUN_LABEL]: run.id, [REQUIREMENT_LABEL]: 'shared' },
        annotations: { ...target.namespace.annotations, [TITLE_ANNOTATION]: `shared by ${identity.uri}` },
      },
    });
    await copySecrets(cluster, name, target.namespace.copySecrets);
  } catch (error) {
    if (!(error instanceof ApiRefusal && error.reason === 'AlreadyExists')) throw error;
  }
  return name;
}

/** Gives up what the scenarios of a file shared, if anything and if nobody asked to keep it, without waiting for it to go. */
export async function giveUpFileNamespace(
  cluster: ConnectedCluster,
  settings: Settings,
  uri: string,
): Promise<void> {
  const { run, target } = settings;
  const fileSlug = fileSlugOf(uri);
  if (target.namespace.mode === 'pool') {
    const held = await heldInPool(cluster, settings, fileSlug);
    if (held !== undefined) await returnToPool(cluster, held, `${run.id}/${fileSlug}`, POOL_LIMIT);
    return;
  }
  const name = fileNamespaceName(run.id, fileSlug);
  const namespace = await cluster.get({ ...NAMESPACE, name });
  const kept = namespace?.metadata.annotations?.[KEEP_ANNOTATION] !== undefined;
  if (namespace && !kept) await deleteNamespace(cluster, name);
}

/** The name of the namespace that the scenarios of a file share. */
function fileNamespaceName(runId: string, fileSlug: string): string {
  const room = LONGEST - `acc-${runId}--shared`.length;
  return `acc-${runId}-${fileSlug.slice(0, room).replace(/-+$/, '')}-shared`;
}

/** A pool is used by one worker at a time, so looking before taking is enough. */
async function fileNamespaceOfPool({ cluster, settings, identity }: NamespaceUser): Promise<string> {
  const { run, target } = settings;
  const held = await heldInPool(cluster, settings, identity.fileSlug);
  return held ?? takeFromPool(cluster, target.namespace.pool, `${run.id}/${identity.fileSlug}`, POOL_LIMIT);
}

async function heldInPool(
  cluster: ConnectedCluster,
  { run, target }: Settings,
  fileSlug: string,
): Promise<string | undefined> {
  for (const namespace of target.namespace.pool)
    if (holderOf(await cluster.get({ ...CLAIM, namespace })) === `${run.id}/${fileSlug}`) return namespace;
  return undefined;
}
