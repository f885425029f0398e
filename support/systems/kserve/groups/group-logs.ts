import { countAssertion } from '../../../judging/assertions.ts';
import { type Attaching, judgeRows } from '../../../judging/check-results.ts';
import { anyHit, saidInstead, searchLog } from '../../../logs/grep.ts';
import type { Duration } from '../../../waiting/duration.ts';
import { acceptedBy, type Reading } from '../expected.ts';
import { linesOf, type TextRow } from '../logs/service-logs.ts';
import type { PodGroup } from '../pod-groups.ts';
import { requireWorkloadPods } from '../pods.ts';
import { nameOf } from '../served.ts';
import { groupsOf, indexOf } from './groups.ts';

const PROGRAM = 'model server';

/** Waits, row by row, until the log of every pod of the group holds one of the accepted texts; `{index}` stands for the pod's number in its group. */
export function everyPodMustLog(
  world: Attaching,
  reading: Reading,
  pods: PodGroup,
  rows: readonly TextRow[],
  limit: Duration,
): Promise<void> {
  const { cluster, subject } = reading;
  return judgeRows(world, rows, async ({ text }) => {
    const accepted = await acceptedBy(text, reading);
    await cluster.waitFor(
      `logs of the ${pods} of ${nameOf(subject)}: expected "${accepted.join('" or "')}" in each`,
      async () => {
        for (const pod of await requireWorkloadPods(cluster, { ...subject, pods })) {
          const texts = accepted.map((one) => one.replaceAll('{index}', indexOf(pod)));
          const search = await searchLog(linesOf(cluster, pod, PROGRAM), texts);
          if (!anyHit(search, texts))
            return { met: false, seen: `${pod.metadata.name}: ${saidInstead(search)}` };
        }
        return { met: true, value: undefined };
      },
      { limit },
    );
  });
}

/**
 * No pod's log names a pod of another group, by name or by address, and every leader's names its own workers: so the logs do
 * tell who was in touch with whom.
 */
export async function groupsMustKeepApart({ cluster, subject }: Reading): Promise<void> {
  const groups = await groupsOf(cluster, subject);
  if (groups.length < 2)
    throw new Error(`${nameOf(subject)}: expected several groups to keep apart, got ${groups.length}`);
  const marks = groups.map(({ leader, workers }) =>
    [leader, ...workers].flatMap(({ metadata, status }) => [metadata.name, `${status?.podIP}`]),
  );
  for (const [index, { leader, workers }] of groups.entries()) {
    const others = marks.filter((_, other) => other !== index).flat();
    for (const pod of [leader, ...workers]) {
      const own = pod === leader ? workers.map(({ metadata }) => metadata.name) : [];
      const seen = await namesIn(linesOf(cluster, pod, PROGRAM), [...own, ...others]);
      countAssertion();
      const strange = others.find((mark) => seen.has(mark));
      if (strange !== undefined)
        throw new Error(
          `log of pod ${pod.metadata.name}: expected nothing of other groups, got ${strange}: ${seen.get(strange)}`,
        );
      const unseen = own.find((name) => !seen.has(name));
      if (unseen !== undefined)
        throw new Error(
          `log of pod ${pod.metadata.name}: expected it to name its worker ${unseen}, it does not: nothing can be concluded from it`,
        );
    }
  }
}

/** Which of the names stand in the lines as a whole word, each with its first line: `10.0.0.1` is not in `10.0.0.12`. */
async function namesIn(lines: AsyncIterable<string>, names: readonly string[]): Promise<Map<string, string>> {
  const seen = new Map<string, string>();
  for await (const line of lines) {
    const words = new Set(line.split(/[^\w.-]+/).flatMap((word) => [word, word.split('.')[0] ?? '']));
    for (const name of names) if (words.has(name) && !seen.has(name)) seen.set(name, line);
  }
  return seen;
}
