import { nearest } from '../spelling/nearest.ts';

const OPERATORS = ['and', 'or', 'not'];

/** One sentence for each word of `--tags` that is no tag of a feature: nothing, or everything, would be left without a word. */
export function unknownTags(args: readonly string[], known: readonly string[]): string[] {
  const expressions = args.flatMap((argument, index) => {
    const [, inline] = /^(?:-t|--tags)(?:=(.*))?$/s.exec(argument) ?? [];
    if (inline !== undefined) return [inline];
    return argument === '-t' || argument === '--tags' ? [args[index + 1] ?? ''] : [];
  });
  const words = expressions.flatMap((expression) => expression.match(/[^\s()]+/g) ?? []);
  return [...new Set(words)]
    .filter((word) => !OPERATORS.includes(word))
    .flatMap((word) => unknown(word, known));
}

function unknown(word: string, known: readonly string[]): string[] {
  const tag = word.replace(/^@/, '');
  const isTag = tag !== word;
  if (isTag && known.includes(tag)) return [];
  const why = isTag ? 'which no feature may carry' : 'which is no tag, because it begins without @';
  const meant = known.includes(tag) ? tag : nearest(tag, known);
  return [`--tags names ${word}, ${why}${meant === undefined ? '' : `; did you mean @${meant}?`}`];
}
