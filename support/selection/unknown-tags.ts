import { nearest } from '../spelling/nearest.ts';

/** One sentence for each tag of `--tags` that no feature may carry: nothing, or everything, would be left without a word. */
export function unknownTags(args: readonly string[], known: readonly string[]): string[] {
  const expressions = args.flatMap((argument, index) => {
    const [, inline] = /^(?:-t|--tags)(?:=(.*))?$/s.exec(argument) ?? [];
    if (inline !== undefined) return [inline];
    return argument === '-t' || argument === '--tags' ? [args[index + 1] ?? ''] : [];
  });
  const tags = expressions.flatMap((expression) => expression.match(/@[^\s()]+/g) ?? []);
  return [...new Set(tags)]
    .map((tag) => tag.slice(1))
    .filter((tag) => !known.includes(tag))
    .map((tag) => {
      const meant = nearest(tag, known);
      return `--tags names @${tag}, which no feature may carry${meant === undefined ? '' : `; did you mean @${meant}?`}`;
    });
}
