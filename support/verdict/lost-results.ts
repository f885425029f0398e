import type { Envelope } from '@cucumber/messages';
import type { MessageStream } from './message-stream.ts';
import { causeOf, plainText } from './plain-text.ts';
import type { RecordedScenario } from './recorded-run.ts';

/** Statuses by which a step makes the runner say that its run failed. */
export const FAILING: readonly string[] = ['FAILED', 'AMBIGUOUS', 'UNDEFINED', 'PENDING'];

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

/**
 * One sentence for each attempt that failed and that belongs to no scenario, because a message between is lost: it is known
 * that something failed, if not what.
 */
export const failuresOfNobody = (files: readonly MessageStream[]): string[] =>
  files.flatMap(({ file, envelopes }) => {
    const documents = new Set(envelopes.map(({ gherkinDocument }) => gherkinDocument?.uri));
    const pickles = idsOf(envelopes, ({ pickle }) => (documents.has(pickle?.uri) ? pickle?.id : undefined));
    const cases = idsOf(envelopes, ({ testCase: it }) =>
      pickles.has(it?.pickleId ?? '') ? it?.id : undefined,
    );
    const attempts = idsOf(envelopes, ({ testCaseStarted: it }) =>
      cases.has(it?.testCaseId ?? '') ? it?.id : undefined,
    );
    const told = new Set<string>();
    return envelopes.flatMap(({ testStepFinished }) => {
      const { testCaseStartedId: id = '', testStepResult: result } = testStepFinished ?? {};
      if (!FAILING.includes(result?.status ?? '') || attempts.has(id) || told.has(id)) return [];
      told.add(id);
      const message = causeOf(plainText(result?.message ?? 'no message'));
      return [`a scenario failed of which ${file} has lost what it was: ${message}`];
    });
  });

const idsOf = (
  envelopes: readonly Envelope[],
  id: (envelope: Envelope) => string | undefined,
): ReadonlySet<string> => new Set(envelopes.flatMap((envelope) => id(envelope) ?? []));

/** One sentence for all scenarios that a run was to run and that its recording does not hold. */
export function unrecorded({ file, mark }: MessageStream, held: readonly RecordedScenario[]): string[] {
  const known = new Set(held.map(({ defined }) => defined.key));
  const lost = mark?.planned.filter((key) => !known.has(key)) ?? [];
  return lost.length === 0 ? [] : [`${file} has lost scenarios that its run was to run: ${listed(lost)}`];
}

/** One sentence for all scenarios that a run selected and brought to its end without them. */
export function neverStarted(scenarios: readonly RecordedScenario[]): string[] {
  const lost = scenarios.filter(({ selected, attempts }) => selected && attempts.length === 0);
  if (lost.length === 0) return [];
  const named = lost.map(({ defined }) => `${defined.key} "${defined.name}"`);
  return [`selected and never started, though the run has an end: ${listed(named)}`];
}

/** How many scenarios are named one by one. */
const NAMED = 5;

function listed(names: readonly string[]): string {
  const rest = names.length > NAMED ? ` and ${names.length - NAMED} more` : '';
  return `${names.slice(0, NAMED).join(', ')}${rest}`;
}
