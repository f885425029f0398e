import type { OutdatedFailure, Verdicts } from '../verdict/model.ts';
import type { Issue } from './issues.ts';
import { mendedFeature } from './next-step.ts';

/** The most characters of a heading: two lines of a page. */
const MOST_OF_HEADING = 120;

/** The beginning of a message, cut behind a word. */
export function heading(message: string): string {
  const line = message.replace(/\s*\n[\s\S]*/, '');
  if (line.length <= MOST_OF_HEADING) return line === message ? line : `${line} …`;
  return `${line
    .slice(0, MOST_OF_HEADING)
    .toWellFormed()
    .replace(/\s+\S*$/, '')} …`;
}

/** A failure outside every scenario. */
export const outside = (failure: string): Omit<Issue, 'id'> => ({
  severity: 'Critical',
  verdict: 'failed',
  title: heading(failure),
  sentence: failure,
  requirements: [],
  checks: [],
  findings: [],
  undecided: [],
  scenarios: [],
  expected: 'the run works outside its scenarios as well',
  actual: failure,
  cause: failure,
  tellingLines: [],
  next: 'Mend what is wrong outside the scenarios, and repeat the run.',
  excused: false,
  exceptions: [],
  documented: [],
});

/** A failure that no later run under the same sentences took back: the issue that it was then, told of its scenario as it is now. */
export function underOlderText(
  { lastPassed: _, reproduce: __, ...issue }: Omit<Issue, 'id'>,
  { sentence, judged, reason, now, files }: OutdatedFailure,
  verdicts: Verdicts,
): Omit<Issue, 'id'> {
  return {
    ...issue,
    sentence,
    olderText: files,
    findings: reason === judged.cleanupFailure ? [] : issue.findings,
    cause: reason,
    scenarios: issue.scenarios.map(({ name }) => ({ name, at: now })),
    next: mendedFeature(verdicts),
    excused: false,
  };
}
