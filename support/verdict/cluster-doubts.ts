import type { RunFile } from '../settings/settings.ts';
import { isSimulated } from '../settings/simulated.ts';

/** How `run.json` names a version that could not be read. */
const UNREAD = 'not readable: ';

/**
 * What is not known of the clusters of some runs, one sentence each: versions that could not be read, and so whether the
 * cluster is a real one. Where it is known to be simulated nothing more has to be known.
 */
export const clusterDoubts = (runFiles: readonly RunFile[]): string[] =>
  runFiles
    .filter((runFile) => !isSimulated(runFile))
    .flatMap(({ settings, versions }) => {
      const run = `run ${settings.run.id}`;
      const unread = Object.entries(versions).filter(([name]) => name.startsWith(UNREAD));
      return [
        ...(versions.kubernetes === undefined
          ? [`${run} does not know the version of any node: nobody knows whether its cluster is a real one`]
          : []),
        ...unread.map(([name, why]) => `${run} could not read ${name.slice(UNREAD.length)} (${why})`),
      ];
    });
