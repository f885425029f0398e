import type { Cluster, KubernetesObject } from '../../../cluster/cluster.ts';
import { models, type SendOptions, summaryOf } from '../../../inference/client.ts';
import { countAssertion } from '../../../judging/assertions.ts';
import { minutes } from '../../../waiting/duration.ts';
import { type KindWord, kindOf } from '../kinds.ts';
import { nameOf, type Subject } from '../served.ts';

/** An object of another service, told by its uid from one that is made anew under its name. */
export interface Neighbour {
  word: KindWord;
  name: string;
  uid: string;
}

/** Kinds of which a service has objects of its own, and of which a clean-up could take another one's. */
const PARTS = ['Deployment', 'Service', 'HTTPRoute', 'inference pool'] as const satisfies readonly KindWord[];

const isPart = ({ metadata }: KubernetesObject): boolean =>
  metadata.labels?.['app.kubernetes.io/part-of'] === 'llminferenceservice' ||
  metadata.ownerReferences?.some(({ kind }) => kind === 'LLMInferenceService') === true;

/** The parts of other LLM services in the namespace. */
export async function partsOfOthers(
  cluster: Cluster,
  namespace: string | undefined,
  isOwn: (object: KubernetesObject) => boolean,
): Promise<Neighbour[]> {
  if (namespace === undefined) return [];
  const found = await Promise.all(
    PARTS.map(async (word) => {
      if (!(await cluster.serves(kindOf(word)))) return [];
      const objects = await cluster.list(kindOf(word), { namespace });
      return objects
        .filter((object) => isPart(object) && !isOwn(object))
        .map(({ metadata }) => ({ word, name: metadata.name, uid: metadata.uid ?? '' }));
    }),
  );
  return found.flat();
}

/** The parts of others are what they were before a service was deleted: a clean-up that takes too much is none. Throws when there were none. */
export async function othersMustBeUntouched(
  cluster: Cluster,
  subject: Subject,
  others: readonly Neighbour[],
): Promise<void> {
  if (!others.some(({ word }) => word === 'Deployment'))
    throw new Error(`nobody stood beside ${nameOf(subject)}: that nothing else is gone proves nothing`);
  const { namespace } = subject.reference;
  const gone: string[] = [];
  for (const { word, name, uid } of others) {
    const object = await cluster.get({ ...kindOf(word), namespace, name });
    if (object?.metadata.uid !== uid || object.metadata.deletionTimestamp !== undefined)
      gone.push(`${word} ${name}`);
  }
  countAssertion();
  if (gone.length > 0)
    throw new Error(
      `${nameOf(subject)}: expected its deletion to leave alone what others have, gone or replaced: ${gone.join(', ')}`,
    );
}

/** How long a gateway may take to get over the change of its routes. */
const TO_SETTLE = minutes(1);

/** Waits until each of the other LLM services in the namespace answers at the URL of its status: its parts alone are no use to anybody. Throws when there are none. */
export async function othersMustAnswer(
  cluster: Cluster,
  { reference }: Subject,
  options: SendOptions,
): Promise<void> {
  const { namespace, name } = reference;
  const all = await cluster.list(kindOf('LLM service'), { namespace });
  const others = all.filter(({ metadata }) => metadata.name !== name);
  if (others.length === 0) throw new Error(`namespace ${namespace}: no other LLM service that could answer`);
  for (const { metadata, status } of others)
    await cluster.waitFor(
      `LLM service ${namespace}/${metadata.name}: expected it to answer after the deletion of ${name}`,
      async () => {
        const exchange = await models((url) => cluster.routeTo(url), String(status?.url), options);
        return exchange.status === 200
          ? { met: true, value: undefined }
          : { met: false, seen: summaryOf(exchange) };
      },
      { limit: TO_SETTLE },
    );
}
