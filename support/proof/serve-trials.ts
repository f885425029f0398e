import { messageOf } from '../cluster/environment-error.ts';
import { Clusters } from './clusters.ts';
import { TrialRunner } from './run-trial.ts';
import type { Outcomes, TrialRequest } from './trial.ts';

/** What a runner tells while and after it tries a defect. */
export type Notice = { outcomes: Outcomes } | { done: true } | { broken: string };

/** Tries each defect that the parent names, and tells what came of it. Ends with its parent. */
export function serveTrials(): void {
  const clusters = new Clusters();
  const runner = TrialRunner.load(clusters);
  // Told with the first trial.
  runner.catch(() => undefined);
  const tell = (notice: Notice): void => {
    process.send?.(notice);
  };
  const meet = async (request: TrialRequest): Promise<void> => {
    try {
      await (await runner).run(request, (outcomes) => tell({ outcomes }));
      tell({ done: true });
    } catch (error) {
      tell({ broken: messageOf(error) });
    }
  };
  process.on('message', (request) => void meet(request as TrialRequest));
  process.once('disconnect', () => void clusters.close().finally(() => process.exit(0)));
}
