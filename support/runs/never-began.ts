import { readFile, stat } from 'node:fs/promises';
import type { Envelope } from '@cucumber/messages';
import { sha256Of } from '../sha256.ts';

/** Such a recording is three short messages: a larger one need not be read. */
const MOST_BYTES = 1_048_576;

/**
 * Whether a recording is the whole one of a run that ended before it began (mistakes in what it was given, say): its start, the
 * mark of a run that planned nothing, and an end that says so, as they were written. Nothing of the system was looked at. One
 * that holds more, is damaged, cut off or without an end may have been anything.
 */
export async function neverBegan(recording: string): Promise<boolean> {
  try {
    if ((await stat(recording)).size > MOST_BYTES) return false;
    const [start = '', mark = '', end = '', ...rest] = (await readFile(recording, 'utf8')).split('\n');
    const [started, marked, ended] = [start, mark, end].map((line) => JSON.parse(line) as Envelope);
    const { planned, lines } = JSON.parse(marked?.attachment?.body ?? '') as Record<string, unknown>;
    return (
      rest.join('\n') === '' &&
      started?.testRunStarted !== undefined &&
      ended?.testRunFinished?.exception?.type === 'NeverBegan' &&
      Array.isArray(planned) &&
      planned.length === 0 &&
      lines === sha256Of(`${start}\n${end}\n`)
    );
  } catch {
    return false;
  }
}
