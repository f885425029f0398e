import type { Cluster } from '../../../cluster/cluster.ts';
import { type SendOptions, summaryOf } from '../../../inference/client.ts';
import { countAssertion } from '../../../verdict/assertions.ts';
import type { Latency } from '../../../waiting/duration.ts';
import { nameOf, type Subject } from '../served.ts';
import { askShortly } from './dialogues.ts';
import { usageOf } from './hand-over.ts';
import { type Asked, answerMustBeComplete, ask, endpointOf, routeHasCome } from './requests.ts';
import { countsNow } from './served-counts.ts';
import { onlyServer, type Session } from './sessions.ts';

/** Opens a session with a question about what stands before it; returns the session, which knows then which pod served it. */
export async function openAbout(
  cluster: Cluster,
  subject: Subject,
  session: Session,
  text: string,
  options: SendOptions,
): Promise<Session> {
  const before = await countsNow(cluster, subject);
  const endpoint = await endpointOf(cluster, subject);
  await routeHasCome(cluster, endpoint, options);
  const asked = await askShortly(cluster, endpoint, session.about ?? [], text, options);
  answerMustBeComplete(asked);
  return { ...session, pod: await onlyServer(cluster, subject, before) };
}

/** Asks follow-ups about the text of a session; returns the shortest time that one took, wall-clock ms. */
export async function followUpsWithCache(
  cluster: Cluster,
  subject: Subject,
  { about = [] }: Session,
  count: number,
  options: SendOptions,
): Promise<number> {
  const endpoint = await endpointOf(cluster, subject);
  const times: number[] = [];
  for (let index = 1; index <= count; index += 1) {
    const asked = await askShortly(cluster, endpoint, about, `Question ${index}?`, options);
    answerMustBeComplete(asked);
    times.push(asked.exchange.latency);
  }
  return Math.min(...times);
}

/** Asks in a session, about its text if it has one, until an answer comes; the limit is wall-clock time. Returns the answer, which is complete. */
export async function keepAsking(
  cluster: Cluster,
  subject: Subject,
  { about }: Session,
  text: string,
  limit: Latency,
  options: SendOptions,
): Promise<Asked> {
  const endpoint = await endpointOf(cluster, subject);
  const once = () =>
    about ? askShortly(cluster, endpoint, about, text, options) : ask(cluster, endpoint, text, options);
  const asked = await cluster.waitFor(
    `${nameOf(subject)}: expected "${text}" to be answered`,
    async () => {
      const got = await once();
      return got.exchange.status === 200
        ? { met: true, value: got }
        : { met: false, seen: summaryOf(got.exchange) };
    },
    { limit: { milliseconds: limit.milliseconds * cluster.time.scale, text: limit.text } },
  );
  answerMustBeComplete(asked);
  return asked;
}

/** The answer's prompt was at least as long as what was said before it. */
export function answerMustTakeIn(asked: Asked, earlier: Asked): void {
  const said = usageOf(earlier);
  const { prompt } = usageOf(asked);
  countAssertion();
  if (prompt < said.prompt + said.completion)
    throw new Error(
      `expected a prompt of at least the ${said.prompt} tokens asked and ${said.completion} answered before, got ${prompt} tokens`,
    );
}

/** The answer took so many times as long as the shortest one with the cache. */
export function mustHaveTakenLonger({ exchange }: Asked, withCache: number, times: number): void {
  countAssertion();
  if (exchange.latency < times * withCache)
    throw new Error(
      `expected at least ${times} times the ${Math.round(withCache)} ms of an answer with the cache, got ${summaryOf(exchange)}`,
    );
}
