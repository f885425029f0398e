import { randomBytes } from 'node:crypto';
import { registerSecretObject } from '../redaction/redact.ts';
import type { Target } from '../settings/settings.ts';
import { type Duration, minutes } from '../waiting/duration.ts';
import type { KubernetesObject } from './cluster.ts';
import type { ConnectedCluster } from './connect.ts';
import { whyItStays } from './deletion.ts';
import { EnvironmentError } from './environment-error.ts';
import {
  EXPIRY_ANNOTATION,
  KEEP_ANNOTATION,
  REQUIREMENT_LABEL,
  RUN_LABEL,
  TITLE_ANNOTATION,
} from './run-label.ts';

export const NAMESPACE = { apiVersion: 'v1', kind: 'Namespace' };
/** Longer names leave too little room for the names that controllers derive from them. */
const LONGEST_NAME = 40;
const LONGEST_LABEL = 63;
/** Anybody may delete a namespace that is older (cluster time). */
const LIFETIME = minutes(24 * 60);

/** Whose namespace is created, and how the target wants it. */
export interface NamespaceRequest {
  run: string;
  /** Becomes part of the name, cut to fit. */
  slug: string;
  requirementIds: readonly string[];
  title: string;
  settings: Target['namespace'];
}

/** Creates a namespace `acc-<run>-<slug>-<rand>` of at most 40 characters, with the target's labels, annotations and copies of Secrets. */
export async function createNamespace(cluster: ConnectedCluster, request: NamespaceRequest): Promise<string> {
  const { run, slug, settings } = request;
  const name = namespaceName(run, slug);
  const expires = await expiry(cluster);
  await cluster.create({
    ...NAMESPACE,
    metadata: {
      name,
      labels: {
        ...settings.labels,
        [RUN_LABEL]: run,
        [REQUIREMENT_LABEL]: labelValue(request.requirementIds.join('_')),
      },
      annotations: {
        ...settings.annotations,
        [TITLE_ANNOTATION]: request.title,
        [EXPIRY_ANNOTATION]: expires,
      },
    },
  });
  try {
    await copySecrets(cluster, name, settings.copySecrets);
  } catch (error) {
    // Nobody has heard of the namespace yet, so nobody else would delete it.
    await deleteNamespace(cluster, name);
    throw error;
  }
  return name;
}

/** When a namespace that is made or kept now may be deleted by anybody. */
const expiry = async ({ time }: ConnectedCluster): Promise<string> =>
  new Date((await time.now()).getTime() + LIFETIME.milliseconds * time.scale).toISOString();

/** Lets a namespace stay after its run, for people to look at, until it expires. */
export async function keepNamespace(cluster: ConnectedCluster, name: string): Promise<void> {
  const annotations = { [KEEP_ANNOTATION]: 'true', [EXPIRY_ANNOTATION]: await expiry(cluster) };
  await cluster.merge({ ...NAMESPACE, name }, { metadata: { annotations } });
}

/** True for a namespace that somebody asked to keep, until it expires. */
export function isKept(namespace: KubernetesObject, now: Date): boolean {
  const annotations = namespace.metadata.annotations ?? {};
  return KEEP_ANNOTATION in annotations && now.getTime() < Date.parse(annotations[EXPIRY_ANNOTATION] ?? '');
}

/** Asks for deletion, without waiting. */
export async function deleteNamespace(cluster: ConnectedCluster, name: string): Promise<void> {
  await cluster.delete({ ...NAMESPACE, name });
}

/** Waits until the run has no namespaces left but the kept ones. The failure names finalizers and what is left in those that stay. */
export async function namespacesGone(cluster: ConnectedCluster, run: string, limit: Duration): Promise<void> {
  const now = await cluster.time.now();
  await cluster.waitForList(
    `the namespaces of run ${run} are gone`,
    NAMESPACE,
    { selector: `${RUN_LABEL}=${run}` },
    (namespaces) => {
      const left = namespaces.filter((namespace) => !isKept(namespace, now));
      const seen = left.map((namespace) => `${namespace.metadata.name}: ${whyItStays(namespace)}`).join('; ');
      return left.length === 0 ? { met: true, value: undefined } : { met: false, seen };
    },
    { limit },
  );
}

/** Lower-case letters, digits and hyphens; random at the end, so that two scenarios never share one. */
export function namespaceName(run: string, slug: string): string {
  const random = randomBytes(3).toString('hex').slice(0, 5);
  const room = LONGEST_NAME - `acc-${run}--${random}`.length;
  const clean = slug.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  const part = clean.slice(0, Math.max(0, room)).replace(/^-+|-+$/g, '');
  return ['acc', run, part, random].filter(Boolean).join('-');
}

const labelValue = (text: string): string =>
  text
    .replace(/[^A-Za-z0-9_.-]/g, '-')
    .slice(0, LONGEST_LABEL)
    .replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, '');

/** Copies Secrets named `namespace/name`: pull secrets and the like that every namespace of the suite needs. */
export async function copySecrets(
  cluster: ConnectedCluster,
  namespace: string,
  sources: readonly string[],
): Promise<void> {
  for (const source of sources) {
    const [from = '', name = ''] = source.split('/');
    const secret = await cluster.get({ apiVersion: 'v1', kind: 'Secret', namespace: from, name });
    if (!secret)
      throw new EnvironmentError(
        `Secret ${source} does not exist; correct copySecrets of the target or create it`,
      );
    registerSecretObject(secret);
    const { apiVersion, kind } = secret;
    const copy: KubernetesObject = {
      apiVersion,
      kind,
      type: secret.type,
      data: secret.data,
      metadata: { name, namespace },
    };
    await cluster.create(copy);
  }
}
