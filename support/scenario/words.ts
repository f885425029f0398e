import type { Release, Word } from '../settings/settings.ts';

/** The words of one system's release, as steps read them. */
export interface Words {
  has(word: string): boolean;
  /** Every value that the release accepts. */
  list(word: string): readonly string[];
  /** The only value; throws when the release accepts several. */
  text(word: string): string;
  number(word: string): number;
}

/**
 * Reads words of a release; each that a step resolves is told to `note`, so that reports can print it. A word that the
 * release lacks throws with the words there are.
 */
export function wordsOf(
  release: Release | undefined,
  system: string,
  note: (word: string, value: Word) => void,
): Words {
  const value = (word: string): Word => {
    if (!release) throw new Error(`the target names no release of ${system}: add it under "releases"`);
    const found = release.words[word];
    if (found === undefined)
      throw new Error(
        `${release.file} has no word "${word}": it has ${Object.keys(release.words).join(', ')}`,
      );
    note(word, found);
    return found;
  };
  const list = (word: string): readonly string[] => {
    const found = value(word);
    return typeof found === 'object' ? found : [String(found)];
  };
  const only = (word: string): string => {
    const [first, ...others] = list(word);
    if (first !== undefined && others.length === 0) return first;
    throw new Error(`${release?.file}: "${word}" has several values, and this step needs one`);
  };
  return {
    has: (word) => release?.words[word] !== undefined,
    list,
    text: only,
    number: (word) => {
      const number = Number(only(word));
      if (Number.isFinite(number)) return number;
      throw new Error(`${release?.file}: "${word}" must be a number, got "${only(word)}"`);
    },
  };
}
