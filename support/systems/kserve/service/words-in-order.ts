/** A word of a message without the quotes, brackets and marks around it. */
const bare = (word: string): string => word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');

const wordsOf = (text: string): string[] =>
  text
    .split(/\s+/)
    .map(bare)
    .filter((word) => word !== '');

/**
 * True when a message has all words of a sentence, in their order; others may stand between them. Validators put the
 * paths of fields into their sentences, and which they put where differs between releases.
 */
export function saysInOrder(message: string, sentence: string): boolean {
  const words = wordsOf(message);
  let at = -1;
  return wordsOf(sentence).every((word) => {
    at = words.indexOf(word, at + 1);
    return at !== -1;
  });
}
