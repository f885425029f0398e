import { countAssertion } from '../../../judging/assertions.ts';
import { type Attaching, judgeRows } from '../../../judging/check-results.ts';
import { UnknownWord } from '../../../spelling/unknown-word.ts';
import { acceptedBy, type Reading } from '../expected.ts';
import { listWorkloadPods } from '../pods.ts';
import { nameOf } from '../served.ts';
import type { Batch } from './promises-of-traffic.ts';
import type { Asked } from './requests.ts';
import { type Counts, countsInWords, countsNow, servedSince } from './served-counts.ts';
import { onlyServer } from './sessions.ts';

/** A question whose answer is looked at, and what each pod had served before it. */
interface Question {
  readonly asked: Asked;
  readonly before: Counts;
}

/** What a header should hold, and whether it does. */
interface Wanted {
  readonly wanted: string;
  holds(value: string): boolean;
}

/** What a table may say of the value of a header. */
const VALUES: Record<string, (of: Question, reading: Reading) => Wanted | Promise<Wanted>> = {
  'the pod that answered': async ({ before }, { cluster, subject }) => {
    const pod = await onlyServer(cluster, subject, before);
    const found = (await listWorkloadPods(cluster, subject)).find(({ metadata }) => metadata.name === pod);
    return {
      wanted: `${pod}, the pod that counted the request`,
      holds: (value) => [pod, found?.status?.podIP].includes(value.replace(/:\d+$/, '')),
    };
  },
  // No server writes an answer in less than one: a token alone takes several.
  'milliseconds, from 1 to those of the answer': ({ asked: { exchange } }) => ({
    wanted: `milliseconds, from 1 to the ${Math.ceil(exchange.latency)} of the answer`,
    holds: (value) =>
      /^\d+$/.test(value) && Number(value) > 0 && Number(value) <= Math.ceil(exchange.latency),
  }),
};

/** Judges, row by row, that the answer carries a header with a value as described. */
export const headersMustHold = (
  world: Attaching,
  reading: Reading,
  question: Question,
  rows: readonly { check?: string; header: string; value: string }[],
): Promise<void> =>
  judgeRows(world, rows, async ({ header, value }) => {
    const read = VALUES[value];
    if (!read)
      throw new UnknownWord(
        `"${value}" says nothing of a header: write one of ${Object.keys(VALUES)
          .map((known) => `"${known}"`)
          .join(', ')}`,
      );
    const { headers } = question.asked.exchange;
    const names = await acceptedBy(header, reading);
    const found = names.map((name) => headers[name.toLowerCase()]).find(Boolean);
    const { wanted, holds } = await read(question, reading);
    if (found === undefined || !holds(found))
      throw new Error(
        `answer of ${nameOf(reading.subject)}: expected header ${names.join(' or ')} to hold ${wanted}, got ${found ?? `none; it has ${Object.keys(headers).join(', ')}`}`,
      );
  });

/** In this header the answers of a batch name each pod, by name or address, exactly as often as the pod counted requests of it. */
export async function answersMustNameServers(
  reading: Reading,
  header: string,
  { exchanges, before }: Batch,
): Promise<void> {
  const { cluster, subject } = reading;
  const served = servedSince(before, await countsNow(cluster, subject));
  const names = (await acceptedBy(header, reading)).map((name) => name.toLowerCase());
  const byAddress = new Map(
    (await listWorkloadPods(cluster, subject)).map(({ metadata, status }) => [status?.podIP, metadata.name]),
  );
  const told: Counts = new Map([...served.keys()].map((pod) => [pod, 0]));
  for (const { headers } of exchanges) {
    const value =
      names
        .map((name) => headers[name])
        .find(Boolean)
        ?.replace(/:\d+$/, '') ?? 'nobody';
    const pod = byAddress.get(value) ?? value;
    told.set(pod, (told.get(pod) ?? 0) + 1);
  }
  countAssertion();
  if ([...told].some(([pod, count]) => served.get(pod) !== count))
    throw new Error(
      `answers of ${nameOf(subject)}: expected header ${names.join(' or ')} to name the pods as often as they served, ${countsInWords(served)}, got ${countsInWords(told)}`,
    );
}
