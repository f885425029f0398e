import type { FeatureChild, GherkinDocument, Location, RuleChild } from '@cucumber/messages';
import { editDistance } from '../spelling/nearest.ts';

/** The keywords of blocks that may stand where a description does. */
const BLOCKS = ['Background', 'Scenario', 'Scenario Outline', 'Examples', 'Rule'];

interface Block {
  readonly keyword: string;
  readonly description: string;
  readonly location: Location;
}

/**
 * One sentence for each line that the parser took for the description of what stands above it, and that was meant to be
 * more: a block whose keyword is misspelt, and whatever stands in a Background before its first step. With such a line
 * all steps below it are gone, and nothing else would tell.
 */
export function swallowedLineProblems({ feature, uri = '?' }: GherkinDocument): string[] {
  if (!feature) return [];
  return [feature, ...feature.children.flatMap(blocksOf)].flatMap((block) =>
    linesOf(block).flatMap((line) => {
      const meant = problemOf(line, block);
      return meant === undefined
        ? []
        : [`${uri}:${block.location.line}: "${line}" below it is read as a description; ${meant}`];
    }),
  );
}

const blocksOf = ({ background, scenario, rule }: FeatureChild & RuleChild): Block[] => [
  ...[background, scenario, rule].filter((block) => block !== undefined),
  ...(rule?.children ?? []).flatMap(blocksOf),
];

const linesOf = ({ description }: Block): string[] =>
  description
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

function problemOf(line: string, { keyword }: Block): string | undefined {
  const meant = blockMeant(line);
  if (meant !== undefined) return `did you mean "${meant}:"?`;
  return keyword === 'Background'
    ? 'begin each step of the Background with Given or And; it has no free text'
    : undefined;
}

/** The keyword that a line nearly begins with, with a colon or with nothing behind it: other lines are free text. */
function blockMeant(line: string): string | undefined {
  const start = (/^([^:]+):/.exec(line)?.[1] ?? line).trim().toLowerCase();
  return BLOCKS.find((block) => editDistance(start, block.toLowerCase(), 3) <= (block === 'Rule' ? 1 : 2));
}
