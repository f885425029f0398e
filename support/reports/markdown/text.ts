/** `x.feature:12` as code: a link would have to know where the reader's checkout is. */
export const code = (place: string): string => `\`${place.replace(/\s*\n\s*/g, ' ').replaceAll('`', "'")}\``;

/** The same in a cell of a table, where a bar would end the cell even inside code. */
export const codeCell = (place: string): string => code(place).replaceAll('|', '\\|');

/** Text inside Markdown: nothing in it can start a tag, a cell, emphasis, code or a link. */
export const text = (value: string): string =>
  value
    .replace(/\s*\n\s*/g, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(/[\\`*_|[\]~]/g, (character) => `\\${character}`);

/** Lines as they are, in a fence that nothing in them can close. */
export function fenced(value: string): string[] {
  const longest = Math.max(2, ...[...value.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return [fence, ...value.split('\n'), fence];
}
