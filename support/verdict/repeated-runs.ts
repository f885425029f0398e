import path from 'node:path';
import { repeatsOf } from '../settings/repeated-runs.ts';
import type { RepeatedRun } from '../settings/settings.ts';
import type { MessageStream } from './message-stream.ts';
import { boundsOf } from './run-bounds.ts';
import type { ReadRunFile } from './run-files.ts';

/** A recording as another run can name it, and when its run began and ended; `run` is absent where nobody knows of which one it is. */
export interface Recording extends Omit<RepeatedRun, 'run'>, Partial<Pick<RepeatedRun, 'run'>> {
  readonly began?: Date;
  readonly ended?: Date;
}

/** Of which runs some recordings are: one that was cut off before it said so is taken for that of the `run.json` beside it. */
export const recordingsOf = (
  streams: readonly MessageStream[],
  runFiles: ReadonlyMap<string, ReadRunFile>,
): Recording[] =>
  streams.map(({ file, lines, mark, envelopes }) => {
    const run = mark?.run ?? runFiles.get(path.dirname(file))?.runFile.settings.run.id;
    const { started: began, finished: ended } = boundsOf(envelopes);
    return {
      ...{ messages: file, lines },
      ...(run !== undefined && { run }),
      ...(began && { began }),
      ...(ended && { ended }),
    };
  });

/**
 * One sentence for each run that one of some runs repeats a part of and whose recording, as it was then, is not among
 * theirs, wherever they lie: what failed there would be forgotten.
 */
export function notGiven(
  recordings: readonly Recording[],
  runFiles: ReadonlyMap<string, ReadRunFile>,
): string[] {
  const sentences = [...runFiles.values()].flatMap(({ runFile: { settings } }) => {
    const { named, unnamed } = repeatsOf(settings);
    const by = `run ${settings.run.id}`;
    return [
      ...named.flatMap((repeated) => strange(by, repeated, recordings)),
      ...unnamed.map(
        (place) =>
          `${by} does not name the run that it repeats, as those of earlier suites do not (it was ${place}): nobody knows whether it is given; repeat that run again`,
      ),
    ];
  });
  return [...new Set(sentences)];
}

function strange(
  by: string,
  { run, lines, messages }: RepeatedRun,
  recordings: readonly Recording[],
): string[] {
  const own = recordings.filter((it) => it.run === run);
  if (own.some((it) => it.lines === lines)) return [];
  return own.length === 0
    ? [
        `${by} repeats run ${run}, whose recording is neither given nor found (it was ${messages}): what failed there is not known; name its folder, too`,
      ]
    : own.map(
        (it) =>
          `${it.messages} is of run ${run}, but not the recording of it that ${by} repeats: it has other lines than then`,
      );
}
