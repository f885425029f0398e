import { readFileSync, writeFileSync } from 'node:fs';
import type { Envelope } from '@cucumber/messages';
import { markIn } from '../../../support/verdict/run-mark.ts';
import { mark, unmarked } from './mark.ts';

/** Lines of a recording as if its run had begun these hours later. */
export const shifted = (lines: readonly string[], hours: number): string[] =>
  lines.map((line) =>
    line.replaceAll(/"seconds":(\d{9,})/g, (_, seconds) => `"seconds":${Number(seconds) + hours * 3_600}`),
  );

/** Writes a recording again as if its run had begun these hours later; it says of which run it is as before. */
export async function later(file: string, hours: number): Promise<void> {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  const own = lines.flatMap((line) => markIn(JSON.parse(line) as Envelope) ?? [])[0];
  writeFileSync(file, `${shifted(unmarked(lines), hours).join('\n')}\n`);
  await mark(file, own);
}
