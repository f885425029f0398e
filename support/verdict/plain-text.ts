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

/** The most characters of a failure's first line that stand in sentences, and of its whole message. */
const MOST_OF_LINE = 500;
const MOST_OF_MESSAGE = 20_000;
/** So many more are not worth a cut: what is cut already, with words around it, is not cut again. */
const SLACK = 200;

/** A whole message as reports show it: a very long one is cut, and says so. */
export const cutMessage = (message: string): string => cut(message, MOST_OF_MESSAGE);

function cut(text: string, most: number): string {
  const more = text.length - most;
  if (more <= SLACK) return text;
  return `${text.slice(0, most).toWellFormed()}… (${more.toLocaleString('en')} more characters in messages.ndjson)`;
}

/** The first line of a failure that says something, without the name of its error class; a very long one is cut. */
export function causeOf(message: string | undefined): string {
  const line = (message ?? '').split('\n').find((candidate) => candidate.trim() !== '') ?? '';
  const cause = line.trim().replace(/^(?:[A-Z]\w*)?(?:Error|Failure|Refusal)(?: \[\w+\])?: /, '');
  return cut(cause, MOST_OF_LINE) || 'no message';
}
