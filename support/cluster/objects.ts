import { codeOrder } from '../code-order.ts';
import { registerSecretsIn } from '../redaction/redact.ts';
import type { ApiClient, ApiRequest } from './api-client.ts';
import { ApiRefusal, type Cluster, type Json, type KubernetesObject, type Reference } from './cluster.ts';
import type { Discovery } from './discovery.ts';
import { list } from './informer.ts';
import type { Informers } from './informers.ts';
import { FIELD_MANAGER, labelled } from './run-label.ts';

const APPLY = 'application/apply-patch+yaml';
const MERGE = 'application/merge-patch+json';
/** As kubectl does: unknown and duplicate fields are refused instead of dropped. */
const WRITE = { fieldManager: FIELD_MANAGER, fieldValidation: 'Strict' };

type Objects = Pick<
  Cluster,
  'get' | 'list' | 'serves' | 'create' | 'rehearse' | 'apply' | 'merge' | 'scale' | 'delete' | 'events'
>;

export interface ObjectsContext {
  client: ApiClient;
  discovery: Discovery;
  informers: Informers;
  /** The run whose label each created object gets. */
  run?: string;
}

/** Reads and writes of raw objects. Every patch goes through here, with its content type: client-node's defaults fit no caller. */
export const objects = (context: ObjectsContext): Objects => ({ ...reads(context), ...writes(context) });

const reads = ({
  client,
  discovery,
}: ObjectsContext): Pick<Objects, 'get' | 'list' | 'serves' | 'events'> => ({
  get: async (reference) =>
    absentIfNotFound(client.send({ method: 'GET', path: await discovery.object(reference) })),
  async list(kind, selection = {}) {
    const path = await discovery.collection(kind, selection.namespace);
    const query = { labelSelector: selection.selector, fieldSelector: selection.fieldSelector };
    return (await list(client, path, kind, query)).items;
  },
  serves: async (kind) => (await discovery.find(kind)) !== undefined,
  events: (reference) => eventsAbout(client, reference),
});

function writes(
  context: ObjectsContext,
): Pick<Objects, 'create' | 'rehearse' | 'apply' | 'merge' | 'scale' | 'delete'> {
  const { client, discovery, informers, run } = context;
  const patch = (path: string, contentType: string, body: Json | KubernetesObject, more: object = {}) => {
    const query = { ...WRITE, ...more };
    return client.send<KubernetesObject>({ method: 'PATCH', path, contentType, body, query });
  };
  return {
    async create(object) {
      const served = await discovery.require(object);
      const path = await discovery.collection(object, requireNamespace(object, served));
      await prepare(context, `POST ${path}`, object);
      return client.send({ method: 'POST', path, query: WRITE, body: labelled(object, run) });
    },
    async rehearse(object) {
      const served = await discovery.require(object);
      const path = await discovery.collection(object, requireNamespace(object, served));
      registerSecretsIn(object);
      await client.send({ method: 'POST', path, query: { ...WRITE, dryRun: 'All' }, body: object });
    },
    async apply(object) {
      const path = await discovery.object(referenceOf(object));
      await prepare(context, `PATCH ${path}`, object);
      return patch(path, APPLY, labelled(object, run), { force: true });
    },
    merge: async (reference, body) => patch(await discovery.object(reference), MERGE, body),
    async scale(reference, replicas) {
      await patch(await discovery.object(reference, 'scale'), MERGE, { spec: { replicas } });
    },
    async delete(reference, options = {}) {
      const path = await discovery.object(reference);
      const request: ApiRequest = { method: 'DELETE', path, body: deleteOptions(options) };
      const deleted = await absentIfNotFound(client.send(request));
      if (deleted && reference.kind === 'Namespace') informers.forget(reference.name);
      return deleted !== undefined;
    },
  };
}

/** Before an object is written: its secrets are hidden from now on, and its first states are not missed. */
async function prepare(
  { client, discovery, informers }: ObjectsContext,
  what: string,
  object: KubernetesObject,
): Promise<void> {
  client.assertMayWrite(what);
  registerSecretsIn(object);
  if (!hasHistory(object)) return;
  // Reviews (SelfSubjectAccessReview) can be created and nothing else.
  const { verbs } = await discovery.require(object);
  if (verbs.includes('watch')) await informers.of(object, object.metadata.namespace);
}

/** Names an object as the API does. */
export function referenceOf(object: KubernetesObject): Reference {
  const { name, namespace } = object.metadata;
  return { apiVersion: object.apiVersion, kind: object.kind, name, ...(namespace && { namespace }) };
}

/** `LLMInferenceService ns-a/llm-basic`, for messages. */
export const nameOf = ({ kind, namespace, name }: Reference): string =>
  `${kind} ${namespace ? `${namespace}/` : ''}${name}`;

async function absentIfNotFound<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ApiRefusal && error.code === 404) return undefined;
    throw error;
  }
}

function requireNamespace(
  object: KubernetesObject,
  { namespaced }: { namespaced: boolean },
): string | undefined {
  if (!namespaced || object.metadata.namespace) return object.metadata.namespace;
  throw new Error(`${object.kind} ${object.metadata.name}: which namespace? The kind needs one`);
}

/** States in between are worth keeping where controllers write conditions: not for core kinds such as Secrets. */
const hasHistory = ({ apiVersion }: KubernetesObject): boolean =>
  apiVersion.includes('/') &&
  !/^(coordination|rbac\.authorization|apiextensions)\.k8s\.io\//.test(apiVersion);

const deleteOptions = ({ gracePeriodSeconds }: { gracePeriodSeconds?: number }) => ({
  apiVersion: 'v1',
  kind: 'DeleteOptions',
  propagationPolicy: 'Background',
  ...(gracePeriodSeconds !== undefined && { gracePeriodSeconds }),
});

async function eventsAbout(client: ApiClient, reference: Reference): Promise<KubernetesObject[]> {
  const scope = reference.namespace ?? 'default';
  const path = `/api/v1/namespaces/${scope}/events`;
  const fieldSelector = `involvedObject.kind=${reference.kind},involvedObject.name=${reference.name}`;
  const { items } = await list(client, path, { apiVersion: 'v1', kind: 'Event' }, { fieldSelector });
  return items.toSorted((a, b) => codeOrder(lastTime(a), lastTime(b)));
}

/** When an event was last seen: new recorders fill `eventTime` and `series`, old ones `lastTimestamp`. */
export const lastTime = (event: KubernetesObject): string =>
  event.series?.lastObservedTime ??
  event.lastTimestamp ??
  event.eventTime ??
  event.metadata.creationTimestamp ??
  '';
