import type { ParseError } from '@cucumber/messages';
import { nearest } from '../spelling/nearest.ts';

const BLOCKS = ['Feature:', 'Rule:', 'Background:', 'Scenario:', 'Scenario Outline:', 'Examples:'];
const STEPS = ['Given', 'When', 'Then', 'And', 'But'];

/**
 * One sentence for each place at which the parser gave up, with the keyword that was meant. What the parser says of the
 * lines below a keyword that it did not know only follows from that, and is left out.
 */
export function parseProblems(errors: readonly ParseError[]): string[] {
  const byFile = Map.groupBy(errors, ({ source }) => source.uri ?? '?');
  return [...byFile].flatMap(([uri, own]) =>
    own.flatMap(({ message }, index) => {
      const sentence = sentenceOf(message);
      return sentence.certain || index === 0 ? [`${uri}:${placeIn(message)}${sentence.text}`] : [];
    }),
  );
}

interface Sentence {
  readonly text: string;
  /** A mistake of its own, whatever stands above it. */
  readonly certain: boolean;
}

function sentenceOf(message: string): Sentence {
  if (/inconsistent cell count/.test(message))
    return {
      text: 'the row has not as many cells as the first row of its table; close each cell with "|"',
      certain: true,
    };
  if (/unexpected end of file/.test(message))
    return { text: 'the file ends before its feature is whole', certain: false };
  if (/may not contain whitespace/.test(message))
    return { text: 'a tag has a space in it; begin each tag with "@"', certain: true };
  const line = /, got '(.*)'$/s.exec(message)?.[1];
  if (line === undefined) return { text: withoutPlace(message), certain: true };
  const meant = keywordMeant(line, message.includes('#StepLine'));
  if (meant !== undefined)
    return { text: `"${line}" begins with no keyword; did you mean "${meant}"?`, certain: true };
  const keywords = [...BLOCKS, ...STEPS].join(', ');
  return { text: `"${line}" is not expected here; a line begins with one of ${keywords}`, certain: false };
}

/** The keyword that a line nearly begins with: with another spelling, without its colon, in small letters; that of a step only where one may stand. */
function keywordMeant(line: string, mayBeStep: boolean): string | undefined {
  const [first = '', second = ''] = line.split(/\s+/);
  if ([...BLOCKS, ...STEPS].includes(first)) return undefined;
  const block = nearest(`${first.replace(/:$/, '')}:`, BLOCKS);
  if (block !== undefined && isLike(first, block)) return block;
  if (isLike(`${first} ${second}`, 'Scenario Outline:')) return 'Scenario Outline:';
  if (!mayBeStep) return undefined;
  const step = nearest(first, STEPS);
  return step !== undefined && isLike(first, step) ? step : undefined;
}

/** Nearly as long, and it begins with the same letter: free text is no misspelt keyword. */
const isLike = (word: string, keyword: string): boolean =>
  Math.abs(word.length - keyword.length) <= 2 && word.charAt(0).toUpperCase() === keyword.charAt(0);

const PLACE = /^\((\d+):(\d+)\):\s*/;

const placeIn = (message: string): string => {
  const [, line = '1', column = '1'] = PLACE.exec(message) ?? [];
  return `${line}:${column}: `;
};

const withoutPlace = (message: string): string => message.replace(PLACE, '').split('\n').join(' ');
