import { stripVTControlCharacters } from 'node:util';

/** What no report can show: control characters but tab and newline, and the code points that XML 1.0 forbids. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to find
const UNPRINTABLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufffe\uffff]/g;

/**
 * Text as every report may print it: no terminal colours, `\n` line ends, no control characters, whole surrogate
 * pairs. A character that cannot be shown becomes U+FFFD, so that a reader sees that something was there.
 */
export const plainText = (text: string): string =>
  stripVTControlCharacters(text).replaceAll('\r\n', '\n').toWellFormed().replace(UNPRINTABLE, '\ufffd');

/** The first line of a failure that says something, without the name of its error class. */
export function causeOf(message: string | undefined): string {
  const line = (message ?? '').split('\n').find((candidate) => candidate.trim() !== '') ?? '';
  return line.trim().replace(/^(?:[A-Z]\w*)?(?:Error|Failure|Refusal)(?: \[\w+\])?: /, '') || 'no message';
}
