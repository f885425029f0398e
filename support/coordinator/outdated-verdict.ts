import { normalize } from 'node:path';
import { NO_REPORTS, PUBLISHED } from '../settings/publishes.ts';
import type { Verdicts } from '../verdict/model.ts';
import { publishedDecision, publishedRun } from './standing-reports.ts';

/**
 * What whoever opens the published reports must know when their run was judged again elsewhere (`directory`) and came to another
 * verdict, as it does when an entry of the register has expired. Nothing where they are of another run, or say the same.
 */
export function outdatedVerdict(directory: string, { gate, inputs }: Verdicts): string[] {
  const own = inputs.runFile?.settings.run.id;
  if (own === undefined || publishedRun()?.id !== own || normalize(`${directory}/`) === `${PUBLISHED}/`)
    return [];
  const { decision, exitCode } = publishedDecision();
  if (decision === undefined || decision === NO_REPORTS) return [];
  if (decision === gate.decision && exitCode === gate.exitCode) return [];
  return [
    `${PUBLISHED}/ still shows the earlier verdict of run ${own}: ${decision} (exit ${exitCode}); now it is ${gate.decision} (exit ${gate.exitCode}): npm run report -- ${PUBLISHED} publishes that in its place`,
  ];
}
