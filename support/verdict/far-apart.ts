import type { RecordedRun } from './recorded-run.ts';

/** The most days between the beginnings of merged runs: what is older was not seen on the candidate that is decided about. */
export const MOST_DAYS_APART = 14;

/** One sentence where merged runs began too far apart: a cluster and its images change under versions that stay the same. */
export function farApart({
  startedAt,
  lastStartedAt,
}: Pick<RecordedRun, 'startedAt' | 'lastStartedAt'>): string[] {
  if (startedAt === undefined || lastStartedAt === undefined) return [];
  const days = (lastStartedAt.getTime() - startedAt.getTime()) / 86_400_000;
  if (days <= MOST_DAYS_APART) return [];
  const [first, last] = [startedAt, lastStartedAt].map((moment) => moment.toISOString().slice(0, 10));
  return [
    `the merged recordings began ${Math.floor(days)} days apart (${first} and ${last}), more than ${MOST_DAYS_APART}: they are not of one release candidate; run again what is older`,
  ];
}
