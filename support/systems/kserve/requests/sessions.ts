import { randomUUID } from 'node:crypto';
import { type Amount, amountInWords, holdsAmount } from '../../../amounts/amount.ts';
import type { Cluster } from '../../../cluster/cluster.ts';
import type { ChatMessage, SendOptions } from '../../../inference/client.ts';
import { countAssertion } from '../../../judging/assertions.ts';
import type { Subject } from '../served.ts';
import { nameOf } from '../served.ts';
import { type Counts, countsInWords, countsNow, servedSince } from './served-counts.ts';

/** A user's session: the id that its requests carry, and the pod that served its first one. */
export interface Session {
  readonly id: string;
  readonly pod?: string;
  /** What stands before each of its questions. */
  readonly about?: readonly ChatMessage[];
}

/** How a sentence names whose requests they are. */
export type SessionWords = 'a new session' | 'the same session' | 'new sessions';

export const newSession = (): Session => ({ id: randomUUID() });

/** What a request of a session is sent with; the header's name is a word of the release. */
export const inSession = (header: string, { id }: Session): SendOptions => ({ headers: { [header]: id } });

/** The one pod that served all requests since the reading; throws when they were served by none or by several. */
export async function onlyServer(cluster: Cluster, subject: Subject, before: Counts): Promise<string> {
  const served = servedSince(before, await countsNow(cluster, subject));
  const [pod, ...others] = [...served].filter(([, count]) => count > 0).map(([name]) => name);
  if (pod !== undefined && others.length === 0) return pod;
  throw new Error(
    `${nameOf(subject)}: expected one pod to have served the session, got ${countsInWords(served)}`,
  );
}

/** Whether a sentence is about the pod that served the session first, or about all others together. */
export type Share = 'the pod of the session' | 'another pod';

/** The pod of the session, or the pods beside it, served the wanted number of the requests since the reading. */
export async function shareMustBe(
  cluster: Cluster,
  subject: Subject,
  session: Session,
  before: Counts,
  amount: Amount,
  share: Share,
): Promise<void> {
  const served = servedSince(before, await countsNow(cluster, subject));
  judgeShare(nameOf(subject), session, served, amount, share);
}

/** Judges what each pod served. Throws when the session's first pod is not known. */
export function judgeShare(
  name: string,
  { id, pod }: Session,
  served: Counts,
  amount: Amount,
  share: Share,
): void {
  if (pod === undefined) throw new Error(`of session ${id} it is not known which pod served it first`);
  const own = served.get(pod) ?? 0;
  const all = [...served.values()].reduce((sum, count) => sum + count, 0);
  const count = share === 'another pod' ? all - own : own;
  countAssertion();
  if (!holdsAmount(amount, count))
    throw new Error(
      `${name}: expected ${amountInWords(amount)} of the requests to be served by ${share} (${pod} served it first), got ${count} (${countsInWords(served)})`,
    );
}
