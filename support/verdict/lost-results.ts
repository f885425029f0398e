import type { Envelope } from '@cucumber/messages';
import type { MessageStream } from './message-stream.ts';
import type { RecordedScenario } from './recorded-run.ts';

/** Statuses by which a step makes the runner say that its run failed. */
const FAILING: readonly string[] = ['FAILED', 'AMBIGUOUS', 'UNDEFINED', 'PENDING'];

/** One sentence for each recording whose run says that it failed while nothing in it did. */
export const untoldFailures = (files: readonly MessageStream[]): string[] =>
  files.flatMap(({ file, envelopes }) => {
    const failed = envelopes.some(({ testRunFinished }) => testRunFinished?.success === false);
    return failed && !envelopes.some(tellsFailure)
      ? [`${file} says that its run failed, and holds no failure: what failed is lost`]
      : [];
  });

function tellsFailure(envelope: Envelope): boolean {
  const { testStepFinished, testRunHookFinished, testRunFinished, parseError } = envelope;
  const status = (testStepFinished?.testStepResult ?? testRunHookFinished?.result)?.status ?? '';
  return FAILING.includes(status) || Boolean(testRunFinished?.exception) || parseError !== undefined;
}

/** One sentence for all scenarios that a run selected and brought to its end without them. */
export function neverStarted(scenarios: readonly RecordedScenario[]): string[] {
  const lost = scenarios.filter(({ selected, attempts }) => selected && attempts.length === 0);
  if (lost.length === 0) return [];
  const named = lost.slice(0, NAMED).map(({ defined }) => `${defined.key} "${defined.name}"`);
  const rest = lost.length > NAMED ? ` and ${lost.length - NAMED} more` : '';
  return [`selected and never started, though the run has an end: ${named.join(', ')}${rest}`];
}

/** How many scenarios are named one by one. */
const NAMED = 5;
