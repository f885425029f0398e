import type { ScenarioVerdict } from '../verdict/model.ts';
import { isTrouble, type Verdict } from '../verdict/verdicts.ts';
import type { JsonStep } from './cucumber-json.ts';

/** What the reporter is told of a step, attachments apart. */
export type ReportedStep = Omit<JsonStep, 'hidden' | 'embeddings'>;

/**
 * The steps of a scenario so that the reporter, which counts scenarios by the worst status of their steps, comes to the
 * numbers of every other report: a trouble is failed, also where every step passed in the end, what is known is
 * pending, and nothing else can be failed.
 */
export function countedAs(
  steps: readonly ReportedStep[],
  { verdict, reason }: ScenarioVerdict,
): ReportedStep[] {
  if (!isTrouble(verdict)) return steps.map((step) => withoutFailure(step, verdict));
  if (steps.some(({ result }) => result.status === 'failed')) return [...steps];
  const message = `${verdict}: ${reason ?? 'no reason given'}`;
  return [
    ...steps,
    { keyword: 'Verdict ', name: verdict, result: { status: 'failed', duration: 0, error_message: message } },
  ];
}

function withoutFailure(step: ReportedStep, verdict: Verdict): ReportedStep {
  if (step.result.status !== 'failed') return step;
  return { ...step, result: { ...step.result, status: verdict === 'known' ? 'pending' : 'skipped' } };
}
