/** The fewest characters of a text that a reader or a failure is held to: less explains nothing, and stands nearly everywhere. */
export const TEXT_LENGTH = 10;

/** A word: of the role of who approves one is enough. */
export const WORD = /\p{L}{3}/u;

/** Whether a text says something: it has some length, and a word. */
export const isTelling = (text: string): boolean => text.trim().length >= TEXT_LENGTH && WORD.test(text);
