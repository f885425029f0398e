import path from 'node:path';
import { attemptOf, commonRunOf } from '../settings/common-run.ts';
import type { RunFile } from '../settings/settings.ts';
import { targetVariables } from '../settings/target-variables.ts';
import type { MessageStream } from './message-stream.ts';
import { NEVER_BEGAN } from './recorded-run.ts';
import type { ReadRunFile } from './run-files.ts';

/** A run that never began, and was a job of a pipeline that was tried again. */
export interface UnbegunAttempt {
  readonly messages: string;
  readonly settings: RunFile['settings'];
}

/**
 * Attempts that came to nothing, because the cluster did not answer, say, and of which a later attempt of the same job is given
 * that began: they hide no failure, and that later one decides in their place.
 */
export function unbegunAttempts(
  streams: readonly MessageStream[],
  runFiles: ReadonlyMap<string, ReadRunFile>,
): UnbegunAttempt[] {
  const runs = streams.flatMap((stream) => {
    const settings = runFiles.get(path.dirname(stream.file))?.runFile.settings;
    return settings && commonRunOf(settings) !== undefined
      ? [{ messages: stream.file, settings, began: !neverBegan(stream) }]
      : [];
  });
  return runs
    .filter(({ began }) => !began)
    .filter(({ settings }) =>
      runs.some(
        (other) =>
          other.began &&
          isSamePart(other.settings, settings) &&
          attemptOf(other.settings) > attemptOf(settings),
      ),
    )
    .map(({ messages, settings }) => ({ messages, settings }));
}

/** Whether two runs are of one job of one pipeline and were to run the same scenarios at the same place: all legs of a matrix have one name. */
export const isSamePart = (one: RunFile['settings'], other: RunFile['settings']): boolean =>
  partOf(one) === partOf(other);

/** Of earlier suites only the shard says which part it was; of a run that reached no cluster, its settings say which it was to. */
const partOf = (settings: RunFile['settings']): string => {
  const { job, extent, shard, target, defects } = settings;
  const place = [target?.name, target?.context, target?.source?.sha256, targetVariables(settings.variables)];
  return JSON.stringify([commonRunOf(settings), job, extent, shard?.index, shard?.count, place, defects]);
};

/** What is said of one in a report. */
export const unbegunText = ({ settings }: UnbegunAttempt): string =>
  `run ${settings.run.id}, attempt ${attemptOf(settings)} of its job, never began: the later attempt decides`;

const neverBegan = ({ envelopes, mark }: MessageStream): boolean =>
  mark?.planned.length === 0 &&
  envelopes.some(({ testRunFinished }) => testRunFinished?.exception?.type === NEVER_BEGAN);
