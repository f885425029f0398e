import { writeSync } from 'node:fs';

/** The one voice of the suite: a fixed prefix, one line an event. */
const PREFIX = '[acceptance]';

/** Prints a line at once; what is printed is not lost when the process ends right after. */
export function say(line: string): void {
  print(
    1,
    `${line
      .split('\n')
      .map((part) => `${PREFIX} ${part}`.trimEnd())
      .join('\n')}\n`,
  );
}

/** Prints sentences about what is wrong with the input or the environment. */
export function complain(sentences: readonly string[]): void {
  print(2, sentences.map((sentence) => `${PREFIX} ${sentence}\n`).join(''));
}

/** Prints text as it is. */
export const show = (text: string): void => print(1, text.endsWith('\n') ? text : `${text}\n`);

function print(descriptor: number, text: string): void {
  let rest = Buffer.from(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(descriptor, rest));
    } catch (error) {
      // A terminal that is slow to read says "again"; one that is gone reads nothing more.
      if ((error as NodeJS.ErrnoException).code === 'EAGAIN') continue;
      if ((error as NodeJS.ErrnoException).code === 'EPIPE') return;
      throw error;
    }
  }
}
