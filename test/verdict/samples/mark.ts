import { readFileSync, rmSync } from 'node:fs';
import type { Envelope } from '@cucumber/messages';
import { messageFile } from '../../../support/coordinator/message-file.ts';
import { readMessageStream } from '../../../support/verdict/message-stream.ts';
import { recordedRun } from '../../../support/verdict/recorded-run.ts';
import { type MarkedRun, markIn } from '../../../support/verdict/run-mark.ts';

/** A suite that can be looked up. */
export const SUITE = { version: '0.1.0', commit: 'aaaa', modified: false };

/** Lines of a recording without what its run says of itself. */
export const unmarked = (lines: readonly string[]): string[] =>
  lines.filter((line) => !line.startsWith('{"attachment":') || !markIn(JSON.parse(line) as Envelope));

/** Writes a recording again as a coordinator would have written it: with the mark of its run. */
export async function mark(file: string, run: Partial<MarkedRun> = {}): Promise<void> {
  const { scenarios } = recordedRun([await readMessageStream(file)]);
  const planned = scenarios.flatMap(({ selected, defined }) => (selected ? [defined.key] : []));
  const lines = unmarked(readFileSync(file, 'utf8').trimEnd().split('\n'));
  rmSync(file);
  const messages = messageFile(file);
  messages.mark({ run: 'r1', suite: SUITE, runFile: '', planned, ...run });
  for (const line of lines) messages.write(JSON.parse(line) as Envelope);
  messages.close();
}
