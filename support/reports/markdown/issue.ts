import { exceptionText } from '../../signoff/exception-line.ts';
import type { Finding } from '../../signoff/findings.ts';
import { type Issue, whatTheRunSaid } from '../../signoff/issues.ts';
import { code, fenced, text } from './text.ts';

/** One issue for a ticket or a mail: the same as its card in `signoff.html`. */
export const issueMarkdown = (issue: Issue): string[] => [
  `### ${issue.id} (${issue.severity}, ${issue.verdict}${issue.olderText ? ' under an older text' : ''}): ${text(issue.title)}`,
  '',
  ...issue.findings.flatMap(findingOf),
  ...factsOf(issue).map(([name, value]) => `- ${name}: ${value}`),
  ...issue.scenarios.map(({ name, at }) => `- Scenario: ${text(name)} (${code(at)})`),
  '',
  ...saidBeside(issue),
];

function saidBeside(issue: Issue): string[] {
  const lines = whatTheRunSaid(issue);
  return lines.length === 0 ? [] : [...fenced(lines.join('\n')), ''];
}

const findingOf = ({ checks, expected, actual, place }: Finding): string[] => [
  ...checks.map(
    ({ id, what, at }) =>
      `- **${text(id)}**${what === undefined ? '' : ` ${text(what)}`}${at === undefined ? '' : ` (document line ${text(at)})`}`,
  ),
  `  - Expected: ${text(expected)} (${code(place)})`,
  `  - Found: ${text(actual)}`,
];

function factsOf(issue: Issue): [string, string][] {
  const judged = issue.findings.length > 0;
  const facts: readonly (readonly [string, string | undefined | false])[] = [
    ['Expected', !judged && text(issue.expected)],
    ['Found', !judged && text(issue.cause)],
    ['Next step', text(issue.next)],
    ['Evidence', issue.evidence && code(issue.evidence)],
    ['Looks like', issue.class],
    ['Last passed', issue.lastPassed && text(issue.lastPassed)],
    ['Not decided', issue.undecided.join(', ')],
    ['Recorded in', issue.olderText?.map(code).join(', ')],
    ['Requirements', issue.requirements.join(', ')],
    ['Documented as', issue.documented.join(', ')],
    ...issue.exceptions.map(
      (entry) => ['Exception', `${text(exceptionText(entry))} (${code(entry.at)})`] as const,
    ),
    ['Reproduce', issue.reproduce && code(issue.reproduce)],
  ];
  return facts.flatMap(([name, value]) => (value ? [[name, value]] : []));
}
