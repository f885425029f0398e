import path from 'node:path';
import type { MessageStream } from './message-stream.ts';
import type { ReadRunFile } from './run-files.ts';

/** What keeps recordings and the `run.json` beside them from being of one run, one sentence each. */
export interface Binding {
  /** The file is of another run or was changed: it would lend the recording another target. */
  readonly damages: readonly string[];
  /** Nobody knows: the run was cut off before it could say which one it was. */
  readonly doubts: readonly string[];
}

/**
 * Whether each recording is of the run that the `run.json` beside it describes, and that file is as the run wrote it. A
 * recording that does not say of which run it is, as those of earlier suites, is never taken for one.
 */
export function boundTo(
  streams: readonly MessageStream[],
  runFiles: ReadonlyMap<string, ReadRunFile>,
): Binding {
  const unmarked = streams.filter(({ mark }) => mark === undefined);
  const ended = unmarked.filter(({ envelopes }) => envelopes.some((it) => it.testRunFinished));
  const cutOff = unmarked.filter((it) => !ended.includes(it));
  return {
    damages: [
      ...ended.map(
        ({ file }) =>
          `${file} does not say of which run it is (it is of an earlier suite, or has lost that line): nobody knows whether the run.json beside it is its own`,
      ),
      ...streams.flatMap((stream) => strange(stream, runFiles.get(path.dirname(stream.file)))),
    ],
    doubts: cutOff.map(
      ({ file }) => `${file} was cut off before it said of which run it is: nobody knows whether it is whole`,
    ),
  };
}

function strange({ file, mark }: MessageStream, beside: ReadRunFile | undefined): string[] {
  if (mark === undefined || beside === undefined || mark.runFile === beside.sha256) return [];
  const { id } = beside.runFile.settings.run;
  return id === mark.run
    ? [`${beside.file} is not as run ${id} wrote it: nobody knows which target this was`]
    : [`${beside.file} is of run ${id}, ${file} of run ${mark.run}: it is of another`];
}
