import type { RunFile } from '../settings/settings.ts';
import type { RunSuite } from './known-suite.ts';
import type { RecordedRun } from './recorded-run.ts';

/** What a run may take from its start to its first message (ms). */
const TO_FIRST_MESSAGE = 10 * 60_000;
/** Clocks of one process, rounded. */
const ROUNDING = 1_000;

/**
 * One sentence for each `run.json` that is not of the recordings beside it: it would lend them the target of another run.
 * It is of none where the records of how the runs were started do not know it, or where none of them began with it.
 */
export function strangeRunFiles(
  runFiles: readonly RunFile[],
  suites: readonly Pick<RunSuite, 'run'>[],
  spans: RecordedRun['spans'],
): string[] {
  const known = suites.map(({ run }) => run);
  return runFiles.flatMap(({ settings: { run } }) => {
    if (known.length > 0 && !known.includes(run.id))
      return [
        `run.json is of run ${run.id}, run.yaml of ${known.join(', ')}: nobody knows which was recorded`,
      ];
    const start = Date.parse(run.startedAt);
    const fits = (first: number): boolean => first >= start - ROUNDING && first <= start + TO_FIRST_MESSAGE;
    return Number.isNaN(start) || spans.length === 0 || spans.some((span) => fits(span.start))
      ? []
      : [
          `run.json is of run ${run.id}, which began at ${run.startedAt}, and no recording beside it did: it is of another`,
        ];
  });
}
