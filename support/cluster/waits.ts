import type { Sighting, WaitSurroundings } from '../waiting/sighting.ts';
import { waitFor } from '../waiting/wait-for.ts';
import type { ApiClient } from './api-client.ts';
import type { Cluster, KubernetesObject, Reference, Selection } from './cluster.ts';
import type { Discovery } from './discovery.ts';
import { SelectionFeed } from './feed.ts';
import type { Informers } from './informers.ts';

type Waits = Pick<Cluster, 'waitForObject' | 'waitForList' | 'waitFor'>;

/** What the waits of one connection share. */
export interface WaitContext {
  client: ApiClient;
  discovery: Discovery;
  informers: Informers;
  signal: AbortSignal;
  say?: (waiting: string | undefined) => void;
}

/** The waits on Kubernetes objects: no state between two looks is missed, and none is older than the wait itself. */
export function waits(context: WaitContext): Waits {
  const { client, signal, say } = context;
  const surroundings: WaitSurroundings = { time: client.time, signal, ...(say && { say }) };

  const waitForList: Waits['waitForList'] = async (sentence, kind, selection, look, options) => {
    const path = await context.discovery.collection(kind, selection.namespace);
    const feed = new SelectionFeed(client, path, kind, selection);
    const informer = await context.informers.of(kind, selection.namespace);
    let ring: () => void = () => undefined;
    const unfollow = feed.follow(informer, () => ring());
    const wake = (changed: () => void) => {
      ring = changed;
      return unfollow;
    };
    const probe = transitions(feed, look, () => ring());
    return waitFor(sentence, probe, options, { ...surroundings, wake }).finally(unfollow);
  };

  return {
    waitForList,
    waitForObject: (sentence, reference, look, options) =>
      waitForList(sentence, reference, one(reference), ([object]) => look(object), options),
    waitFor: (sentence, probe, options) => waitFor(sentence, probe, options, surroundings),
  };
}

const one = ({ namespace, name }: Reference): Selection => ({
  ...(namespace !== undefined && { namespace }),
  fieldSelector: `metadata.name=${name}`,
});

/** A probe that looks at each state in turn and stops at each one that changes the answer, so that a flap is seen as one. */
function transitions<T>(
  feed: SelectionFeed,
  look: (objects: KubernetesObject[]) => Sighting<T> | Promise<Sighting<T>>,
  again: () => void,
): () => Promise<Sighting<T>> {
  let met = false;
  return async () => {
    await feed.refresh();
    for (;;) {
      const sighting = await look(feed.next());
      const turned = sighting.met !== met;
      met = sighting.met;
      if (feed.pending && (turned || (!sighting.met && sighting.hopeless !== undefined))) again();
      else if (feed.pending) continue;
      return sighting;
    }
  };
}
