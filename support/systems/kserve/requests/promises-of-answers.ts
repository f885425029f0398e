import { summaryOf } from '../../../inference/client.ts';
import { UnknownWord } from '../../../unknown-word.ts';
import { type Attaching, judgeRows } from '../../../verdict/check-results.ts';
import { acceptedBy, type Reading } from '../expected.ts';
import { isReady, listWorkloadPods } from '../pods.ts';
import type { Asked } from './requests.ts';

/** What a table may say of the value of a header. */
const VALUES: Record<string, (value: string, asked: Asked, reading: Reading) => boolean | Promise<boolean>> =
  {
    'one of its workload pods': async (value, _, { cluster, subject }) => {
      const pods = (await listWorkloadPods(cluster, subject)).filter(isReady);
      const host = value.replace(/:\d+$/, '');
      return pods.some(({ metadata, status }) => [metadata.name, status?.podIP].includes(host));
    },
    'milliseconds, at most those of the answer': (value, { exchange }) =>
      /^\d+$/.test(value) && Number(value) <= Math.ceil(exchange.latency),
  };

/** Judges, row by row, that the answer carries a header with a value as described. */
export const headersMustHold = (
  world: Attaching,
  reading: Reading,
  asked: Asked,
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
    const found = names.map((name) => asked.exchange.headers[name.toLowerCase()]).find(Boolean);
    if (found === undefined || !(await holds(found, asked, reading)))
      throw new Error(
        `${summaryOf(asked.exchange)}: expected header ${names.join(' or ')} to hold ${value}, got ${found ?? `none; it has ${Object.keys(asked.exchange.headers).join(', ')}`}`,
      );
  });
