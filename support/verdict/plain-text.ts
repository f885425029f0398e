import { stripVTControlCharacters } from 'node:util';

/**
 * What no report can show: control characters but tab and newline, the code points that XML 1.0 forbids, and those that
 * turn the direction of writing, also that of the words around them.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to find
const UNPRINTABLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/g;

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

/**
 * What the system or the suite says in a failure: neither the names of error classes, nor the places of code that it came
 * through, nor the heading of a difference say anything that could be known.
 */
export const saidIn = (message: string): string =>
  message
    .split('\n')
    .filter((line) => !FRAME.test(line) && !HEADING.test(line))
    .map((line) => line.replace(/^Caused by: /, '').replace(ERROR_NAME, ''))
    .join('\n');

/** A line of a stack trace: `    at processTicksAndRejections (node:internal/process/task_queues:103:5)`. */
const FRAME = /^\s+at .*(?::\d+:\d+|<anonymous>|native|index \d+)\)?$/;
const HEADING = /^\s*\+ (?:expected - actual|actual - expected)\s*$/;
const ERROR_NAME = /^(?:[A-Z]\w*)?(?:Error|Failure|Refusal)(?: \[\w+\])?: /;

/** The first line of a failure that says something, without the name of its error class; a very long one is cut. */
export function causeOf(message: string | undefined): string {
  const line = (message ?? '').split('\n').find((candidate) => candidate.trim() !== '') ?? '';
  const cause = line.trim().replace(ERROR_NAME, '');
  return cut(cause, MOST_OF_LINE) || 'no message';
}

/** How messages of judged rows name their checks: `LB-001.35, LB-001.36: `. */
const CHECKS = /\b(?:[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)+\.\d+(?:, |(?=: )))+: /g;

/** What a failure says, without the checks that its rows decide. */
export const withoutCheckIds = (message: string): string => message.replace(CHECKS, '');
