import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readOptions } from '../command-line/options.ts';
import type { Printer } from '../command-line/run-command.ts';
import { readGlossary } from './glossary.ts';
import { renderGlossary } from './render.ts';

const FILE = path.join('docs', 'glossary.md');

const USAGE = `npm run glossary -- [--check]

Writes ${FILE}: every step with its table, an example and its uses, and every value, word, manifest and tag that a
feature may name. With --check it writes nothing, and fails when the file is not what it would write.`;

/** Writes or checks the glossary; returns the exit status. */
export async function glossary(args: string[], printer: Printer): Promise<number> {
  const { values } = readOptions({
    args,
    options: { check: { type: 'boolean' }, help: { type: 'boolean' } },
  });
  if (values.help) {
    printer.out(`${USAGE}\n`);
    return 0;
  }
  const wanted = renderGlossary(await readGlossary());
  const present = existsSync(FILE) ? readFileSync(FILE, 'utf8') : '';
  if (values.check) return verdictOn(present, wanted, printer);
  mkdirSync(path.dirname(FILE), { recursive: true });
  writeFileSync(FILE, wanted);
  printer.out(`glossary: ${FILE} ${present === wanted ? 'is up to date' : 'written'}\n`);
  return 0;
}

function verdictOn(present: string, wanted: string, printer: Printer): number {
  if (present === wanted) {
    printer.out(`glossary: ${FILE} is up to date\n`);
    return 0;
  }
  const [are, should] = [present.split('\n'), wanted.split('\n')];
  const line = should.findIndex((text, index) => text !== are[index]);
  const first = line < 0 ? should.length : line;
  printer.err(
    `${FILE}:${first + 1}: expected "${should[first] ?? 'the end of the file'}", got "${are[first] ?? 'the end of the file'}"; run npm run glossary\n`,
  );
  return 1;
}
