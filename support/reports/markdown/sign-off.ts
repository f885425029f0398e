import { BY_DEVIATION } from '../../signoff/deviations.ts';
import { whereSeen } from '../../signoff/images.ts';
import { judgedFacts } from '../../signoff/judged-facts.ts';
import { IN_DOUBT, type Left, NOT_LOOKED_AT, otherNotes, type SignOff } from '../../signoff/sign-off.ts';
import { inOneLine, standingOf } from '../../signoff/standing.ts';
import { UNPROMISED } from '../../signoff/unpromised.ts';
import { PRIORITIES } from '../../verdict/inventory.ts';
import { leftOutText } from '../../verdict/target-systems.ts';
import { tallyText } from '../../verdict/totals.ts';
import { issueMarkdown } from './issue.ts';
import { codeCell, fenced, text } from './text.ts';

/** `signoff.md`: the sign-off for a ticket or a mail, every list in full. */
export function signOffMarkdown(signOff: SignOff): string {
  return [
    `# ${text(signOff.title)}`,
    '',
    text(signOff.figures.sentence),
    '',
    ...standing(signOff),
    ...list('Not part of this target', signOff.notPartOfTarget.map(leftOutText)),
    ...list(IN_DOUBT, signOff.doubts),
    ...list(NOT_LOOKED_AT, signOff.unseen),
    ...section('Issues found', signOff.issues.flatMap(issueMarkdown)),
    ...byDeviation(signOff),
    ...notPromised(signOff),
    ...list('To know', otherNotes(signOff)),
    ...facts(signOff),
    ...list('How the gate decides', signOff.gateRules),
    ...counts(signOff),
    ...documented(signOff),
    ...exceptions(signOff),
    ...left('Skipped', signOff.skipped),
    ...left('Not promised, or settled by an alternative', signOff.notPromised),
    ...reproduce(signOff),
    ...digests(signOff),
  ].join('\n');
}

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [`## ${title}`, '', ...lines, ''];

const list = (title: string, sentences: readonly string[]): string[] =>
  section(
    title,
    sentences.map((sentence) => `- ${text(sentence)}`),
  );

/** A table; a cell is Markdown already. */
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string[] =>
  rows.length === 0 ? [] : [row(head), row(head.map(() => '---')), ...rows.map(row)];

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** Each cause in one line, as on the page: its whole message stands with the issue below. */
export function standing(signOff: SignOff): string[] {
  const { sentence, issues, others } = standingOf(signOff);
  if (sentence === undefined) return [];
  return section('What stands against GO', [
    `${text(sentence)}.`,
    '',
    ...issues.map((issue) => `- ${issue.id} ${text(inOneLine(issue))}`),
    ...others.map((other) => `- ${text(other)}`),
  ]);
}

function facts(signOff: SignOff): string[] {
  const { versions, images, missingCapabilities } = signOff;
  return [
    ...list(
      'What was judged',
      judgedFacts(signOff).map(([name, value]) => `${name}: ${value}`),
    ),
    ...section(
      'Versions found',
      table(
        ['what', 'version'],
        Object.entries(versions).map(([name, version]) => [text(name), codeCell(version)]),
      ),
    ),
    ...section(
      'Images',
      table(
        ['image', 'SHA-256', 'where'],
        images.map((image) => [
          codeCell(image.tag ?? image.name),
          image.sha256 === undefined ? 'no digest known' : `\`${image.sha256}\``,
          text(whereSeen(image)),
        ]),
      ),
    ),
    ...list(
      'What the target has not got',
      missingCapabilities.map(({ name, found }) => `${name}: ${found}`),
    ),
  ];
}

function counts({ totals, planned, notPartOfTarget }: SignOff): string[] {
  const leftOut = new Set(notPartOfTarget.map(({ id }) => id));
  return [
    ...section('Checks by system, category and priority', [
      ...table(
        ['system', 'category', ...PRIORITIES],
        totals.categories.map(({ system, category, checks }) => [
          leftOut.has(system) ? `${text(system)} (not part of this target)` : text(system),
          text(category),
          ...PRIORITIES.map((priority) => (checks[priority] ? tallyText(checks[priority]) : '')),
        ]),
      ),
      '',
      `${leftOut.size > 0 ? 'Checks of this target' : 'All checks'}: ${tallyText(totals.ofTarget.checks)}. Proven by a defect: ${totals.proven}.`,
      `Requirements: ${tallyText(totals.ofTarget.requirements)}. Scenarios: ${tallyText(totals.scenarios)}.`,
    ]),
    ...section(
      'Planned and defined',
      table(
        ['group', 'planned', 'described scenarios', 'edge cases', 'defined here', 'of these'],
        planned.map(({ name, planned: announced, described, edgeCases, defined, scenarios }) => [
          text(name),
          ...[announced, described, edgeCases, defined].map(String),
          tallyText(scenarios),
        ]),
      ),
    ),
  ];
}

const byDeviation = ({ settledByDeviation: settled }: SignOff): string[] =>
  section(
    BY_DEVIATION,
    table(
      ['check', 'priority', 'promise', 'line', 'the document says', 'instead', 'why', 'source', 'entry'],
      settled.map(({ check, priority, what, at, documentSays, suiteDoes, why, source, entry }) => [
        check,
        priority,
        ...[what, at, documentSays, suiteDoes, why, source].map(text),
        codeCell(entry),
      ]),
    ),
  );

const notPromised = ({ unpromised }: SignOff): string[] =>
  section(
    UNPROMISED,
    table(
      ['check', 'priority', 'promise', 'line', 'why'],
      unpromised.map(({ check, priority, what, at, reason }) => [
        check,
        priority,
        ...[what, at, reason].map(text),
      ]),
    ),
  );

const documented = ({ documentedIssues, documentedByComponent }: SignOff): string[] =>
  section('Issues that the documents know', [
    ...table(
      ['issue', 'severity', 'component', 'in the document', 'status here', 'test scenarios', 'title'],
      documentedIssues.map(({ id, severity, component, documented: said, status, scenarios, title }) => [
        id,
        severity,
        text(component),
        text(said),
        status,
        text(scenarios.join('; ')),
        text(title),
      ]),
    ),
    '',
    ...documentedByComponent.map((line) => `- ${text(line)}`),
  ]);

const exceptions = ({ exceptions: entries }: SignOff): string[] => [
  ...section(
    'Exceptions',
    table(
      ['type', 'about', 'approver', 'expires', 'reason', 'entry'],
      entries.flatMap(({ type, about, approver = '', expires = '', daysLeft: days, reason, at }) =>
        type === 'deviation'
          ? []
          : [
              [
                type,
                text(about),
                text(approver),
                expires + (days !== undefined && days < 0 ? ' (expired)' : ''),
                text(reason),
                codeCell(at),
              ],
            ],
      ),
    ),
  ),
  ...section(
    'Deviations from the documents',
    table(
      ['about', 'the document says', 'instead', 'why', 'source', 'entry'],
      entries.flatMap(({ deviation, at }) => {
        if (deviation === undefined) return [];
        const { checks, documentSays, suiteDoes, why, source } = deviation;
        return [[checks.join(', '), ...[documentSays, suiteDoes, why, source].map(text), codeCell(at)]];
      }),
    ),
  ),
];

const left = (title: string, groups: readonly Left[]): string[] =>
  list(
    title,
    groups.map(({ reason, what }) => `${reason}: ${what.join('; ')}`),
  );

const reproduce = ({ reproduce: invocations }: SignOff): string[] =>
  section('How to reproduce', [
    ...invocations.flatMap(({ suite, command }) => [
      ...fenced([...(suite?.commit ? [`git checkout ${suite.commit}`] : []), 'npm ci', command].join('\n')),
      '',
    ]),
    ...(invocations.some(({ arguments: args }) => args === undefined)
      ? ['The arguments of the run were not recorded: a filter would be missing here.']
      : []),
  ]);

const digests = ({ digests: files }: SignOff): string[] =>
  section(
    'SHA-256 of what this rests on',
    table(
      ['kind', 'file', 'SHA-256'],
      files.map(({ kind, path, sha256 }) => [kind, codeCell(path), `\`${sha256}\``]),
    ),
  );
