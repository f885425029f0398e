import type { Cluster } from '../../../cluster/cluster.ts';
import type { Exchange, SendOptions } from '../../../inference/client.ts';
import { countAssertion } from '../../../judging/assertions.ts';
import { nameOf, type Subject } from '../served.ts';
import { allMustSucceed } from './promises-of-traffic.ts';
import { endpointOf, sender } from './requests.ts';
import { type Counts, countsInWords, countsNow, servedSince } from './served-counts.ts';
import { onlyServer } from './sessions.ts';

/** Sessions, each by what its requests are sent with, and how many requests each of them has. */
export interface SessionsInTurn {
  readonly sessions: readonly SendOptions[];
  readonly requests: number;
  readonly signal: AbortSignal;
}

/**
 * The sessions ask in turn, each once a round: a scheduler that remembers the latest one only, or some of them, loses the others.
 * After the first round it is known where each of them belongs; what the pods served in the rounds after it, by their own
 * counters, must be exactly the requests of their sessions. Returns the exchanges.
 */
export async function sessionsMustStay(
  cluster: Cluster,
  subject: Subject,
  { sessions, requests, signal }: SessionsInTurn,
): Promise<Exchange[]> {
  const send = sender(cluster, await endpointOf(cluster, subject), (index) => ({
    ...sessions[index % sessions.length],
  }));
  const exchanges: Exchange[] = [];
  const askNext = async (): Promise<void> => {
    exchanges.push(await send(exchanges.length, signal));
  };
  const homes: string[] = [];
  for (const _ of sessions) {
    const before = await countsNow(cluster, subject);
    await askNext();
    homes.push(await onlyServer(cluster, subject, before));
  }
  const before = await countsNow(cluster, subject);
  while (exchanges.length < sessions.length * requests) await askNext();
  allMustSucceed({ to: nameOf(subject), exchanges, before });
  judgeHomes(nameOf(subject), homes, requests - 1, servedSince(before, await countsNow(cluster, subject)));
  return exchanges;
}

/** Judges what each pod served after the first round: so many requests of each session whose home it is, and no other. */
export function judgeHomes(name: string, homes: readonly string[], each: number, served: Counts): void {
  const wanted: Counts = new Map([...served.keys(), ...homes].map((pod) => [pod, 0]));
  for (const pod of homes) wanted.set(pod, (wanted.get(pod) ?? 0) + each);
  countAssertion();
  if ([...wanted].some(([pod, count]) => served.get(pod) !== count))
    throw new Error(
      `${name}: expected each of ${homes.length} sessions in turn to stay on its pod, which makes ${countsInWords(wanted)}, got ${countsInWords(served)}`,
    );
}
