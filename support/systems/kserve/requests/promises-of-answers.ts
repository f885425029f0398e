import type { KubernetesObject } from '../../../cluster/cluster.ts';
import { summaryOf } from '../../../inference/client.ts';
import { UnknownWord } from '../../../unknown-word.ts';
import { type Attaching, judgeRows } from '../../../verdict/check-results.ts';
import { acceptedBy, type Reading } from '../expected.ts';
import { listWorkloadPods } from '../pods.ts';
import type { Asked } from './requests.ts';
import type { Counts } from './served-counts.ts';
import { onlyServer } from './sessions.ts';

/** A question whose answer is looked at, and what each pod had served before it. */
interface Question {
  readonly asked: Asked;
  readonly before: Counts;
}

/** What a table may say of the value of a header. */
const VALUES: Record<string, (value: string, of: Question, reading: Reading) => boolean | Promise<boolean>> =
  {
    'the pod that answered': async (value, { before }, { cluster, subject }) => {
      const pod = await onlyServer(cluster, subject, before);
      const found = (await listWorkloadPods(cluster, subject)).find(isNamed(pod));
      return [pod, found?.status?.podIP].includes(value.replace(/:\d+$/, ''));
    },
    'milliseconds, at most those of the answer': (value, { asked: { exchange } }) =>
      /^\d+$/.test(value) && Number(value) <= Math.ceil(exchange.latency),
  };

const isNamed =
  (name: string) =>
  ({ metadata }: KubernetesObject): boolean =>
    metadata.name === name;

/** Judges, row by row, that the answer carries a header with a value as described. */
export const headersMustHold = (
  world: Attaching,
  reading: Reading,
  question: Question,
  rows: readonly { check?: string; header: string; value: string }[],
): Promise<void> =>
  judgeRows(world, rows, async ({ header, value }) => {
    const holds = VALUES[value];
    if (!holds)
      throw new UnknownWord(
        `"${value}" says nothing of a header: write one of ${Object.keys(VALUES)
          .map((known) => `"${known}"`)
          .join(', ')}`,
      );
    const names = await acceptedBy(header, reading);
    const { asked } = question;
    const found = names.map((name) => asked.exchange.headers[name.toLowerCase()]).find(Boolean);
    if (found === undefined || !(await holds(found, question, reading)))
      throw new Error(
        `${summaryOf(asked.exchange)}: expected header ${names.join(' or ')} to hold ${value}, got ${found ?? `none; it has ${Object.keys(asked.exchange.headers).join(', ')}`}`,
      );
  });
