import type { Comment, FeatureChild, GherkinDocument, Location, RuleChild, Step } from '@cucumber/messages';
import { editDistance } from '../spelling/nearest.ts';

/** The keywords of blocks that may stand where a description does. */
const BLOCKS = ['Background', 'Scenario', 'Scenario Outline', 'Examples', 'Rule'];

interface Block {
  readonly keyword: string;
  readonly description: string;
  readonly location: Location;
  readonly steps?: readonly Step[];
}

/**
 * One sentence for each line that the parser took for the description of what stands above it, and that was meant to be
 * more: a block whose keyword is misspelt, whatever stands in a Background before its first step, and a step without its
 * keyword. Such a line is gone, some with all steps below it, and nothing else would tell.
 */
export function swallowedLineProblems({ feature, comments, uri = '?' }: GherkinDocument): string[] {
  if (!feature) return [];
  return [feature, ...feature.children.flatMap(blocksOf)].flatMap((block) => {
    const lines = linesOf(block);
    return lines.flatMap((line, position) => {
      const isLast = position === lines.length - 1;
      const meant =
        problemOf(line, block) ?? (isLast ? (openEnd(line) ?? noGap(block, comments)) : undefined);
      return meant === undefined
        ? []
        : [`${uri}:${block.location.line}: "${line}" below it is read as a description; ${meant}`];
    });
  });
}

const blocksOf = ({ background, scenario, rule }: FeatureChild & RuleChild): Block[] => [
  ...[background, scenario, ...(scenario?.examples ?? []), rule].filter((block) => block !== undefined),
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

/** What is wrong with the last line of a description that is no end of a sentence: steps and rows of tables have none. */
const openEnd = (line: string): string | undefined =>
  /[.!?]$/.test(line)
    ? undefined
    : 'begin a step with Given, When, Then, And or But, a row with "|", and end a description with a full stop';

/** What is wrong with a description between which and the first step nothing is left free: its last line may be a step as well. */
function noGap(
  { description, location, steps: [first] = [] }: Block,
  comments: readonly Comment[],
): string | undefined {
  if (first === undefined) return undefined;
  const lines = first.location.line - location.line - 1;
  const told = comments.filter(
    (comment) => comment.location.line > location.line && comment.location.line < first.location.line,
  );
  return lines > description.split('\n').length + told.length
    ? undefined
    : 'begin a step with Given, When, Then, And or But, and leave an empty line below a description';
}

/** The keyword that a line nearly begins with, with a colon or with nothing behind it: other lines are free text. */
function blockMeant(line: string): string | undefined {
  const start = (/^([^:]+):/.exec(line)?.[1] ?? line).trim().toLowerCase();
  return BLOCKS.find((block) => editDistance(start, block.toLowerCase(), 3) <= (block === 'Rule' ? 1 : 2));
}
