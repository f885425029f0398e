import { tagMistake } from './tag-mistake.ts';

/** Where the runner's own code lies, in a line of a stack. */
const OF_THE_RUNNER = /^\s+at .*[/\\]node_modules[/\\]/;

/**
 * From now on what the runner refuses (an unknown profile, a tag expression that does not parse) is one sentence on the
 * terminal. Errors that come from the project's own code keep their stack. What is returned tells what was the last of either.
 */
export function sayRefusals(): () => string | undefined {
  const { error } = console;
  let last: string | undefined;
  console.error = (...words: unknown[]) => {
    const [thrown] = words;
    const sentence = words.length === 1 ? refusalIn(thrown) : undefined;
    if (thrown instanceof Error) last = sentence ?? thrown.message;
    if (sentence === undefined) error(...words);
    else error(`[acceptance] ${sentence}`);
  };
  return () => last;
}

/** The sentence of an error that the runner itself threw; undefined for anything else. */
export function refusalIn(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error)) return undefined;
  const deepest = thrown.cause instanceof Error ? thrown.cause : thrown;
  const first = deepest.stack?.split('\n').find((line) => /^\s+at /.test(line));
  if (deepest.name !== 'Error' || first === undefined || !OF_THE_RUNNER.test(first)) return undefined;
  return tagMistake(deepest.message);
}
