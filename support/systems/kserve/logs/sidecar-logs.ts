import type { KubernetesObject } from '../../../cluster/cluster.ts';
import { countAssertion } from '../../../judging/assertions.ts';
import type { Reading } from '../expected.ts';
import type { Session } from '../requests/sessions.ts';
import { nameOf } from '../served.ts';
import { linesOf, podsRunning } from './service-logs.ts';

const SIDECAR = 'routing sidecar';

/** Exactly one routing sidecar has logged requests of the session: as many as the session had. */
export async function oneSidecarMustLog(reading: Reading, session: Session, requests: number): Promise<void> {
  const pods = await podsRunning(reading.cluster, reading.subject, SIDECAR);
  const counts = await Promise.all(pods.map((pod) => countRequests(reading, pod, session)));
  const inWords = pods.map(({ metadata }, index) => `${metadata.name} ${counts[index]}`).join(', ');
  countAssertion();
  if (counts.filter((count) => count > 0).join() !== String(requests))
    throw new Error(
      `${nameOf(reading.subject)}: expected one ${SIDECAR} to log ${requests} requests of session ${session.id} and no other any, got ${inWords}`,
    );
}

async function countRequests(
  { cluster, words }: Reading,
  pod: KubernetesObject,
  { id }: Session,
): Promise<number> {
  const texts = words.list('a request in the log of the sidecar');
  let count = 0;
  for await (const line of linesOf(cluster, pod, SIDECAR))
    if (line.includes(id) && texts.some((text) => line.includes(text))) count += 1;
  return count;
}
