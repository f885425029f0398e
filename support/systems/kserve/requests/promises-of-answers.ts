import { type Attaching, judgeRows } from '../../../judging/check-results.ts';
import { UnknownWord } from '../../../spelling/unknown-word.ts';
import { acceptedBy, type Reading } from '../expected.ts';
import { listWorkloadPods } from '../pods.ts';
import { nameOf } from '../served.ts';
import type { Asked } from './requests.ts';
import type { Counts } from './served-counts.ts';
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
  'milliseconds, at most those of the answer': ({ asked: { exchange } }) => ({
    wanted: `milliseconds, at most the ${Math.ceil(exchange.latency)} of the answer`,
    holds: (value) => /^\d+$/.test(value) && Number(value) <= Math.ceil(exchange.latency),
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
