import type { Cluster } from '../../../cluster/cluster.ts';
import { type SendOptions, summaryOf } from '../../../inference/client.ts';
import { countAssertion } from '../../../judging/assertions.ts';
import { type Latency, onTheWire } from '../../../waiting/duration.ts';
import { nameOf, type Subject } from '../served.ts';
import { askShortly } from './dialogues.ts';
import { promptTime, readWork, usageOf } from './hand-over.ts';
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

/** Asks follow-ups about the text of a session; returns how long its decode pod worked on a prompt on average, ms. */
export async function followUpsWithCache(
  cluster: Cluster,
  subject: Subject,
  { about = [] }: Session,
  count: number,
  options: SendOptions,
): Promise<number> {
  const endpoint = await endpointOf(cluster, subject);
  const before = await readWork(cluster, subject);
  for (let index = 1; index <= count; index += 1)
    answerMustBeComplete(await askShortly(cluster, endpoint, about, `Question ${index}?`, options));
  return promptTime(cluster, subject, before, 'with the cache');
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
    { limit: onTheWire(cluster.time.scale, limit) },
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
      `${asked.to}: expected a prompt of at least the ${said.prompt} tokens asked and ${said.completion} answered before, got ${prompt} tokens`,
    );
}

/** Working on a prompt took the servers so many times as long as with the cache; a time that they do not tell is no pass. */
export function mustHaveTakenLonger(to: string, took: number, withCache: number, times: number): void {
  countAssertion();
  if (!(took >= times * withCache))
    throw new Error(
      `${to}: expected the prompt to take its servers at least ${times} times the ${inMilliseconds(withCache)} of a prompt with the cache, got ${inMilliseconds(took)}`,
    );
}

const inMilliseconds = (time: number): string =>
  Number.isNaN(time) ? 'nothing that they told' : `${time.toFixed(1)} ms`;
