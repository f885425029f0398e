import { momentText } from '../amounts/moment-text.ts';
import { attemptOf, commonRunOf } from '../settings/common-run.ts';
import { repeatsOf } from '../settings/repeated-runs.ts';
import type { RunFile } from '../settings/settings.ts';
import { tellsAllOf } from './common-runs.ts';
import type { ScenarioVerdict, VerdictInputs } from './model.ts';

/**
 * The most hours between the end of all parts of a common run that began so far and the beginning of the next one. A name that
 * stays the same joins the parts of a nightly run to those of the next night, which begin 24 hours later, and so at least 12 after
 * the end of parts that take up to 12. A job of a pipeline that waits for a machine rarely waits as long: a hosted job of GitHub
 * holds one for 6 hours at most.
 */
export const MOST_HOURS_LATE = 12;

interface Part {
  readonly run: string;
  readonly began: number;
  readonly ended: number;
}

/**
 * One sentence for each common run of which a part began long after all others had ended: its name may be that of several
 * runs. Not looked at are repeats, which name what they repeat, further attempts at a job, which the pipeline joins to the first, and
 * a run that tells of everything, which needs no other.
 */
export function lateParts(
  { runFiles = [], recordings = [] }: Pick<VerdictInputs, 'runFiles' | 'recordings'>,
  scenarios: readonly Pick<ScenarioVerdict, 'scenario'>[],
): string[] {
  const tellAll = tellsAllOf(scenarios);
  const parts = runFiles.flatMap((file) => {
    const name = commonRunOf(file.settings);
    const recording = recordings.find(({ run }) => run === file.settings.run.id);
    const { began, ended = began } = recording ?? {};
    if (name === undefined || began === undefined || ended === undefined) return [];
    if (!isFirst(file) || tellAll(new Set([file.settings.run.id]))) return [];
    return [{ name, run: file.settings.run.id, began: began.getTime(), ended: ended.getTime() }];
  });
  return [...Map.groupBy(parts, ({ name }) => name)].flatMap(([name, own]) => lateIn(name, own));
}

function isFirst({ settings }: RunFile): boolean {
  const { named, unnamed } = repeatsOf(settings);
  return named.length + unnamed.length === 0 && attemptOf(settings) === 1;
}

/** The first gap of a common run; the others are of the same kind. */
function lateIn(name: string, parts: readonly Part[]): string[] {
  const [first, ...others] = parts.toSorted((a, b) => a.began - b.began);
  let last = first;
  for (const part of others) {
    if (last === undefined) return [];
    const hours = (part.began - last.ended) / 3_600_000;
    if (hours > MOST_HOURS_LATE)
      return [
        `parts of the common run "${name}" lie ${Math.floor(hours)} hours apart (run ${last.run} ended ${moment(last.ended)}, run ${part.run} began ${moment(part.began)}), more than ${MOST_HOURS_LATE}: the name may be that of several runs; set SHARD_RUN, the same for the parts of a run and another for the next, and run them again`,
      ];
    if (part.ended > last.ended) last = part;
  }
  return [];
}

const moment = (time: number): string => momentText(new Date(time).toISOString());
