import type { KubernetesObject } from '../cluster/cluster.ts';
import type { ConnectedCluster } from '../cluster/connect.ts';
import { messageOf } from '../cluster/environment-error.ts';
import type { NotedImage, NotedImages } from '../verdict/pod-images.ts';

const POD = { apiVersion: 'v1', kind: 'Pod' };
/** Containers of pods that are noted of one scenario, and characters of a name: no scenario has more, a mistaken one could. */
const MOST = 2_000;
const LONGEST = 500;
/** Labels by which a pod says what it is for, the most telling first. */
const COMPONENTS = ['app.kubernetes.io/component', 'kserve.io/component', 'component'];

interface Container {
  name: string;
  image?: string;
}

/** A container of a pod with the image that it was to run, and every id that this had there. */
interface Seen {
  readonly image: string;
  readonly part: string;
  readonly pod: string;
  readonly ids: Set<string>;
}

/**
 * The images of the pods that a scenario uses: of all in its namespaces, from the moment when it obtained them, those included that
 * do not live to see its end. One watch tells them, which the waits on pods share; nothing is asked for again.
 */
export class PodImages {
  readonly #seen = new Map<string, Seen>();
  readonly #left = new Set<string>();
  readonly #following: Promise<() => string | undefined>[] = [];

  /** Begins to look at the pods of a namespace; a cluster that does not show them stops nobody. */
  follow(cluster: Pick<ConnectedCluster, 'follow'>, namespace: string): void {
    const following = cluster.follow(POD, namespace, (pod) => this.#take(pod));
    this.#following.push(following.catch((error: unknown) => () => messageOf(error)));
  }

  /** Ends the looking; says what was seen, or undefined if that was nothing. */
  async found(): Promise<NotedImages | undefined> {
    const unread = (await Promise.all(this.#following.splice(0))).flatMap((stop) => stop() ?? []);
    if (this.#seen.size === 0 && unread.length === 0) return undefined;
    return {
      images: grouped([...this.#seen.values()]),
      ...(this.#left.size > 0 && { left: this.#left.size }),
      ...(unread.length > 0 && { unread }),
    };
  }

  #take({ metadata, spec, status }: KubernetesObject): void {
    const ids = new Map(
      [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])].map(
        ({ name, imageID }: { name: string; imageID?: string }) => [name, imageID],
      ),
    );
    const component = COMPONENTS.map((label) => metadata.labels?.[label]).find(Boolean);
    for (const { name, image } of [
      ...(spec?.initContainers ?? []),
      ...(spec?.containers ?? []),
    ] as Container[]) {
      if (!image) continue;
      const key = `${metadata.uid}/${name}/${image}`;
      if (!this.#seen.has(key) && this.#seen.size >= MOST) {
        this.#left.add(key);
        continue;
      }
      const seen = this.#seen.get(key) ?? {
        image: image.slice(0, LONGEST),
        part: component ? `${name} of ${component}` : name,
        pod: shortOf(metadata.uid),
        ids: new Set(),
      };
      this.#seen.set(key, seen);
      const id = ids.get(name);
      if (id) seen.ids.add(id.slice(0, LONGEST));
    }
  }
}

/** Enough of a uid to count pods by, also of several scenarios that share one. */
const shortOf = (uid = ''): string => uid.slice(0, 8);

/** One entry for each image, id and part, with the pods in which it was seen. */
function grouped(all: readonly Seen[]): NotedImage[] {
  const lines = all.flatMap(({ ids, ...seen }) =>
    (ids.size > 0 ? [...ids] : [undefined]).map((id) => ({ ...seen, ...(id !== undefined && { id }) })),
  );
  return [...Map.groupBy(lines, ({ image, id, part }) => JSON.stringify([image, id ?? null, part]))]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, [first, ...others]]) => {
      if (!first) return [];
      const { pod, ...entry } = first;
      return [{ ...entry, pods: [pod, ...others.map((other) => other.pod)].sort() }];
    });
}
