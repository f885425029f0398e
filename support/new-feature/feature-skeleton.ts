import { FREE_TEXT } from '../lint/rules/free-text.ts';
import type { FeaturePlace } from './feature-place.ts';
import type { WrittenCheck, WrittenRequirement } from './requirement-details.ts';

/** Outcomes that one scenario may have beside a Given and a When. */
const OUTCOMES = 6;
const WIDTH = 110;
/** A comment that begins so is read as a claim. */
const CLAIMING = /^check/i;

/**
 * A feature to start from: it parses and claims every check of the requirement, and its sentences are those of the
 * inventory, so that neither a run nor the linter accepts it before they are replaced by steps.
 */
export function skeletonOf(
  requirement: WrittenRequirement,
  edgeCases: readonly WrittenRequirement[],
  { system, category }: FeaturePlace,
): string {
  const title = fact(requirement.title);
  const blocks = [
    [`@${system} @${category}`, `Feature: ${title}`].join('\n'),
    indented(1, [...wrapped('', FREE_TEXT), '', ...sourceOf(requirement)]),
    ...scenariosOf(requirement, 1),
    ...edgeCases.flatMap((edgeCase) => [
      indented(1, [`Rule: ${fact(edgeCase.title)}`]),
      indented(2, sourceOf(edgeCase)),
      ...scenariosOf(edgeCase, 2),
    ]),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function sourceOf({ id, document, lines, given = [], notes = [] }: WrittenRequirement): string[] {
  return [
    `# ${id}: document ${document.slice(0, 3)}, lines ${lines[0]} to ${lines[1]}.`,
    ...given.flatMap((text) => wrapped('# given: ', text)),
    ...notes.flatMap((text) => wrapped('# note: ', text)),
  ];
}

function scenariosOf(requirement: WrittenRequirement, depth: number): string[] {
  const titles = new Set<string>();
  return groupsOf(requirement.checks).map((checks) => {
    const [first] = checks;
    const title = untaken(fact(first?.what ?? requirement.title), titles);
    return [
      indented(depth, [`@${requirement.id} @${requirement.priority}`, `Scenario: ${title}`]),
      indented(depth + 1, [`# step: ${first?.step ?? requirement.title}`, ...checks.flatMap(outcomeOf)]),
    ].join('\n');
  });
}

function outcomeOf(check: WrittenCheck, index: number): string[] {
  const details = [
    check.expect && `expected${check.negative ? ' not to be found' : ''}: ${check.expect}`,
    check.when && `only when ${check.when}`,
    check.any_of && `one of the alternatives "${check.any_of}"`,
    `line ${check.at}, by ${check.observe}`,
  ].filter((text): text is string => Boolean(text));
  return [
    ...wrapped('# ', details.join('; ')),
    `# checks: ${check.id}`,
    `${index === 0 ? 'Then' : 'And'} ${lowerFirst(oneLine(check.what))}`,
  ];
}

/** The checks of one step of the document belong together, up to what one scenario can hold. */
function groupsOf(checks: readonly WrittenCheck[]): WrittenCheck[][] {
  const groups: WrittenCheck[][] = [];
  for (const check of checks) {
    const last = groups.at(-1);
    if (last && last[0]?.step === check.step && last.length < OUTCOMES) last.push(check);
    else groups.push([check]);
  }
  return groups;
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();
const fact = (text: string): string => oneLine(text).replaceAll('`', '').replace(/\.$/, '');
const lowerFirst = (text: string): string =>
  /^[A-Z][a-z]* /.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;

function untaken(title: string, taken: Set<string>): string {
  let candidate = title;
  for (let number = 2; taken.has(candidate); number += 1) candidate = `${title} (${number})`;
  taken.add(candidate);
  return candidate;
}

function wrapped(start: string, text: string): string[] {
  const lines: string[] = [];
  let line = start;
  for (const word of oneLine(text).split(' ')) {
    if (`${line}${word}`.length > WIDTH && line !== start && !CLAIMING.test(word)) {
      lines.push(line.trimEnd());
      line = start === '' ? '' : '#   ';
    }
    line += `${word} `;
  }
  return [...lines, line.trimEnd()];
}

const indented = (depth: number, lines: readonly string[]): string =>
  lines.map((line) => (line === '' ? '' : `${'  '.repeat(depth)}${line}`)).join('\n');
