import type { ApiClient } from './api-client.ts';
import { ApiRefusal, type Kind, type Reference } from './cluster.ts';
import { ForeignAnswer } from './environment-error.ts';

/** A kind as the API server serves it. */
export interface ServedKind extends Kind {
  /** As paths spell it: `deployments`. */
  plural: string;
  namespaced: boolean;
  verbs: string[];
}

export interface Discovery {
  /** Undefined when the API server does not serve the kind; asked again each time, since CRDs come and go. */
  find(kind: Kind): Promise<ServedKind | undefined>;
  /** As `find`; throws `ApiRefusal` 404 that says what is missing. */
  require(kind: Kind): Promise<ServedKind>;
  /** The path of a kind's collection, in a namespace or in all. */
  collection(kind: Kind, namespace?: string): Promise<string>;
  /** The path of one object, or of one of its subresources. */
  object(reference: Reference, subresource?: string): Promise<string>;
  /** Every kind that can be listed, each in its group's preferred version. */
  all(): Promise<ServedKind[]>;
}

interface ResourceList {
  resources: { name: string; kind: string; namespaced: boolean; verbs: string[] }[];
}

interface GroupList {
  groups: { preferredVersion: { groupVersion: string } }[];
}

/** Discovery with a memory for what was found; what was not found is asked for anew. */
export function discovery(client: ApiClient): Discovery {
  const known = new Map<string, Promise<ServedKind[]>>();

  const load = (apiVersion: string): Promise<ServedKind[]> => {
    const loading = client
      .send<ResourceList>({ method: 'GET', path: root(apiVersion) })
      .then((list) => servedKinds(apiVersion, list), unserved);
    known.set(apiVersion, loading);
    loading.catch(() => known.delete(apiVersion));
    return loading;
  };
  const find = async (kind: Kind) => {
    const matches = (served: ServedKind) => served.kind === kind.kind;
    const before = known.get(kind.apiVersion);
    return (before && (await before).find(matches)) ?? (await load(kind.apiVersion)).find(matches);
  };
  const require = async (kind: Kind) => {
    const served = await find(kind);
    if (served) return served;
    throw new ApiRefusal(404, 'NotFound', `the cluster serves no kind ${kind.kind} of ${kind.apiVersion}`);
  };
  const collection = async (kind: Kind, namespace?: string) => {
    const served = await require(kind);
    const scope = served.namespaced && namespace ? `/namespaces/${encodeURIComponent(namespace)}` : '';
    return `${root(kind.apiVersion)}${scope}/${served.plural}`;
  };
  return {
    find,
    require,
    collection,
    async object(reference, subresource) {
      if ((await require(reference)).namespaced && !reference.namespace)
        throw new Error(`${reference.kind} ${reference.name}: which namespace? The kind needs one`);
      const name = encodeURIComponent(reference.name);
      return [await collection(reference, reference.namespace), name, subresource].filter(Boolean).join('/');
    },
    all: () => allKinds(client, load),
  };
}

async function allKinds(
  client: ApiClient,
  load: (apiVersion: string) => Promise<ServedKind[]>,
): Promise<ServedKind[]> {
  const groups = await client.send<GroupList>({ method: 'GET', path: '/apis' });
  const versions = groups.groups.map((group) => group.preferredVersion.groupVersion);
  const kinds = await Promise.all(['v1', ...versions].map((version) => load(version)));
  return kinds.flat().filter((kind) => kind.verbs.includes('list'));
}

const root = (apiVersion: string): string =>
  apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;

/** Subresources (`pods/log`) are no kinds of their own. */
function servedKinds(apiVersion: string, list: Partial<ResourceList>): ServedKind[] {
  if (!Array.isArray(list.resources))
    throw new ForeignAnswer(`GET ${root(apiVersion)}: the answer is no list of resources`);
  return list.resources
    .filter((resource) => !resource.name.includes('/'))
    .map(({ name, kind, namespaced, verbs }) => ({ apiVersion, kind, plural: name, namespaced, verbs }));
}

function unserved(error: unknown): ServedKind[] {
  if (error instanceof ApiRefusal && error.code === 404) return [];
  throw error;
}
