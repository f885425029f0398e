/**
 * The order of two texts by the codes of their characters, for `sort`: the same on every machine. `localeCompare` follows
 * the language of whoever runs it, and loading its rules takes a quarter of a second.
 */
export const codeOrder = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
