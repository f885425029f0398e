import { type Attaching, judgeRows } from '../../../verdict/check-results.ts';
import type { Duration } from '../../../waiting/duration.ts';
import { acceptedBy, type Reading } from '../expected.ts';
import { type Part, partsOf } from '../parts.ts';
import { conditionOf, nameOf } from '../served.ts';

/** Judges, row by row, that reason and message of a condition hold one of the accepted texts. */
export async function conditionMustMention(
  world: Attaching,
  reading: Reading,
  type: string,
  rows: readonly { check?: string; text: string }[],
): Promise<void> {
  const condition = conditionOf(await reading.cluster.get(reading.subject.reference), type);
  const said = [condition?.reason, condition?.message].filter(Boolean).join(': ');
  await judgeRows(world, rows, async ({ text }) => {
    const accepted = await acceptedBy(text, reading);
    if (!accepted.some((one) => said.includes(one)))
      throw new Error(
        `${nameOf(reading.subject)}: expected condition ${type} to mention "${accepted.join('" or "')}", got ${said || 'neither reason nor message'}`,
      );
  });
}

/** Judges, row by row, that the service owns no such part during the whole time. */
export function partsMustStayAway(
  world: Attaching,
  { cluster, subject }: Reading,
  rows: readonly { check?: string; part: Part }[],
  span: Duration,
): Promise<void> {
  return judgeRows(world, rows, async ({ part }) => {
    await cluster.waitFor(
      `${nameOf(subject)}: expected no ${part} of its own for ${span.text}`,
      async () => {
        const names = (await partsOf(cluster, subject, part)).map(({ metadata }) => metadata.name);
        return names.length === 0
          ? { met: true, value: undefined }
          : { met: false, seen: `${part} ${names.join(', ')}`, hopeless: `it has a ${part}` };
      },
      { limit: { milliseconds: span.milliseconds * 3, text: `3 times ${span.text}` }, stableFor: span },
    );
  });
}
