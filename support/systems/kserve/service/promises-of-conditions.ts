import type { KubernetesObject } from '../../../cluster/cluster.ts';
import { type Attaching, judgeRows } from '../../../judging/check-results.ts';
import type { Duration } from '../../../waiting/duration.ts';
import type { Sighting } from '../../../waiting/sighting.ts';
import { acceptedBy, type Reading } from '../expected.ts';
import { type Part, partsOf } from '../parts.ts';
import { conditionOf, conditionsInWords, nameOf } from '../served.ts';

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

/** A state of a condition; features write it as `true`, `false` or `unknown`. */
export interface Turn {
  check?: string;
  condition: string;
  status: string;
}

/** Of each row the place in the history at which the condition had the status, not before that of the row found last; -1 where it never had. */
export function placesOf(
  history: readonly KubernetesObject[],
  turns: readonly Turn[],
  since: Date,
): number[] {
  // Conditions tell whole seconds.
  const from = Math.floor(since.getTime() / 1_000) * 1_000;
  let last = -1;
  return turns.map(({ condition, status }) => {
    const place = history.findIndex((object, index) => {
      const found = conditionOf(object, condition);
      const isNew = Date.parse(found?.lastTransitionTime ?? '') >= from;
      return index >= last && isNew && found?.status.toLowerCase() === status;
    });
    if (place !== -1) last = place;
    return place;
  });
}

/** Waits until the service has reported the states of all rows, in their order, since a moment of cluster time; judges row by row. */
export async function conditionsMustHaveTurned(
  world: Attaching,
  { cluster, subject }: Pick<Reading, 'cluster' | 'subject'>,
  rows: readonly Turn[],
  since: Date,
  limit: Duration,
): Promise<void> {
  const wanted = rows.map(({ condition, status }) => `${condition} ${status}`).join(', then ');
  const look = async (): Promise<Sighting<number[]>> => {
    const history = await cluster.history(subject.reference);
    const places = placesOf(history, rows, since);
    return places.every((place) => place !== -1)
      ? { met: true, value: places }
      : { met: false, seen: conditionsInWords(history.at(-1)) };
  };
  const sentence = `${nameOf(subject)}: expected it to report ${wanted}`;
  const late = await cluster.waitFor(sentence, look, { limit }).then(
    () => undefined,
    (error: Error) => error,
  );
  const places = placesOf(await cluster.history(subject.reference), rows, since);
  await judgeRows(world, rows, (row) => {
    if (places[rows.indexOf(row)] === -1)
      throw new Error(`${row.condition} was not ${row.status} in this order: ${late?.message}`);
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
