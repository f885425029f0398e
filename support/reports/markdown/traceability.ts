import { exceptionLine, exceptionText } from '../../signoff/exception-line.ts';
import { IN_DOUBT, NOT_LOOKED_AT, type SignOff } from '../../signoff/sign-off.ts';
import { decisionText } from '../../verdict/decision-text.ts';
import { lastPassedText } from '../../verdict/last-passed.ts';
import type { CheckVerdict, RequirementVerdict, Verdicts } from '../../verdict/model.ts';
import { isOpen, tallyText, totalsOf } from '../../verdict/totals.ts';
import { readableFacts } from '../run-facts.ts';
import { standing } from './sign-off.ts';
import { code as link, text } from './text.ts';

/** The most entries of a list that the first page shows. */
const MOST = 30;

/** `traceability.md`: the decision, the counts, and a table of checks for each requirement that has been looked at. */
export function traceabilityMarkdown(verdicts: Verdicts, signOff: SignOff): string {
  const { gate } = verdicts;
  return [
    `# ${text(decisionText(verdicts))}`,
    '',
    ...readableFacts(verdicts).map(([name, value]) => `- ${name}: ${text(value)}`),
    '',
    ...standing(signOff),
    ...list(IN_DOUBT, gate.doubts),
    ...list(NOT_LOOKED_AT, gate.unseen),
    ...list('To know', gate.notes),
    ...counts(verdicts),
    '## Requirements',
    '',
    ...verdicts.inputs.inventory.systems.flatMap(({ id, name }) => systemOf(id, name, verdicts)),
  ].join('\n');
}

function list(title: string, sentences: readonly string[]): string[] {
  if (sentences.length === 0) return [];
  const shown = sentences.slice(0, MOST).map((sentence) => `- ${text(sentence)}`);
  const more = sentences.length - MOST;
  return [
    `## ${title}`,
    '',
    ...shown,
    ...(more > 0 ? [`- … and ${more} more, in traceability.json`] : []),
    '',
  ];
}

function counts(verdicts: Verdicts): string[] {
  const totals = totalsOf(verdicts);
  return [
    '## Counts',
    '',
    '| | requirements | checks |',
    '|---|---|---|',
    ...totals.groups.map(
      ({ system, priority, requirements, checks }) =>
        `| ${text(system)} ${priority} | ${tallyText(requirements)} | ${tallyText(checks)} |`,
    ),
    `| **all** | ${tallyText(totals.requirements)} | ${tallyText(totals.checks)} |`,
    '',
    `Scenarios: ${tallyText(totals.scenarios)}. Checks proven by a defect: ${totals.proven}. Requirements of this target that nothing decides yet: ${totals.open} of ${totals.judged}.`,
    '',
  ];
}

function systemOf(id: string, name: string, verdicts: Verdicts): string[] {
  const own = verdicts.requirements.filter(({ requirement }) => requirement.system === id);
  const open = own.filter(isOpen);
  return [
    `### ${text(name)}`,
    '',
    ...own
      .filter((requirement) => !isOpen(requirement))
      .flatMap((requirement) => requirementOf(requirement, verdicts.inputs.today)),
    ...openTable(open),
  ];
}

function requirementOf(
  { requirement, verdict, checks, scenarios, coverage }: RequirementVerdict,
  today: Date,
): string[] {
  const { id, priority, title, document, lines } = requirement;
  return [
    `#### ${id} (${priority}) ${text(title)}: ${verdict}`,
    '',
    `${document}, lines ${lines.join('–')}${coverage ? `; covered by ${text(coverage.by.join(', '))}: ${text(coverage.how)}` : ''}`,
    '',
    ...scenarios.map(({ scenario, verdict: came, evidence }) => {
      const { name, key } = scenario.defined;
      return `- ${came}: ${text(name)} (${link(key)})${evidence ? `, [evidence](${encodeURI(evidence.directory)})` : ''}`;
    }),
    ...(scenarios.length > 0 ? [''] : []),
    '| check | promise | line | decided at | proof | verdict |',
    '|---|---|---|---|---|---|',
    ...checks.map((check) => checkRow(check, today)),
    '',
    ...deviationsOf(checks, today),
  ];
}

function checkRow(judged: CheckVerdict, today: Date): string {
  const { check, verdict, reason, proof, provenBy, provenOtherwise, places, lastPassed, exceptions } = judged;
  const at = places.map(({ uri, line }) => link(`${uri}:${line}`)).join(' ');
  const otherwise = provenOtherwise.length > 0 ? ` (${provenOtherwise.join(', ')} proved another text)` : '';
  const proven = provenBy.length > 0 ? `proven by ${provenBy.join(', ')}` : `${proof}${otherwise}`;
  const plain = ['passed', 'deviation'].includes(verdict) || reason === undefined;
  const told = [
    plain ? verdict : `${verdict}: ${text(reason)}`,
    ...exceptions.map((entry) =>
      entry.type === 'deviation'
        ? `deviation at ${link(entry.at)}`
        : `${text(exceptionText(exceptionLine(entry, today)))} (${link(entry.at)})`,
    ),
    ...(lastPassed ? [`last passed: ${lastPassedText(lastPassed)}`] : []),
  ].join('<br>');
  return `| ${check.id} | ${text(check.what)} | ${text(check.at)} | ${at} | ${text(proven)} | ${told} |`;
}

/** The deviations of a requirement, each once: its rows name the place. */
function deviationsOf(checks: readonly CheckVerdict[], today: Date): string[] {
  const entries = new Set(
    checks.flatMap(({ exceptions }) => exceptions.filter(({ type }) => type === 'deviation')),
  );
  const lines = [...entries].map((entry) => exceptionLine(entry, today));
  return lines.length === 0
    ? []
    : [...lines.map((line) => `- ${link(line.at)}: ${text(exceptionText(line))}`), ''];
}

function openTable(requirements: readonly RequirementVerdict[]): string[] {
  if (requirements.length === 0) return [];
  return [
    `#### Not decided yet (${requirements.length})`,
    '',
    '| requirement | priority | kind | title | checks |',
    '|---|---|---|---|---|',
    ...requirements.map(
      ({ requirement, checks }) =>
        `| ${requirement.id} | ${requirement.priority} | ${requirement.kind} | ${text(requirement.title)} | ${checks.length} |`,
    ),
    '',
  ];
}
