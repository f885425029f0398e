import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readOptions } from '../command-line/options.ts';
import type { Printer } from '../command-line/run-command.ts';
import { HISTORY, readHistory } from '../runs/history-file.ts';
import { compare } from './comparison.ts';
import { writeComparisonPages } from './page.ts';
import { comparisonMarkdown, comparisonText } from './render.ts';
import { readSide } from './side.ts';

const USAGE = `npm run compare -- [--to FOLDER] RUN_A RUN_B

Compares two runs by check id, so that renaming a scenario or moving it loses nothing: verdicts, promises that changed (words,
priority), checks that were added or dropped, versions, priorities of the inventory, and figures beyond where good runs lie.
RUN_A is the earlier one; another order is told. Figures of two clusters are shown and not judged. A run is an id, its
directory, its message file, or "last". Writes FOLDER/RUN_A-RUN_B.html, .md and .json (reports/compare by default).

Exit status: 0 nothing was lost in RUN_B; 1 a check does not hold, is a known issue, is not promised, was skipped or is
decided by no scenario any more, a figure that is not simulated got worse, the decision got worse, or something stands
against GO that did not in RUN_A; 2 the runs cannot be compared, or RUN_B did not look at checks of RUN_A, so
that nobody knows what became of them.`;

/** Compares two runs; returns the exit status. */
export async function compareRuns(args: readonly string[], printer: Printer): Promise<number> {
  const { values, positionals } = readOptions({
    args: [...args],
    options: { to: { type: 'string' }, help: { type: 'boolean' } },
    allowPositionals: true,
  });
  const [from, to] = positionals;
  if (values.help) {
    printer.out(`${USAGE}\n`);
    return 0;
  }
  if (from === undefined || to === undefined || positionals.length > 2)
    throw new Error(
      `two runs are compared, got ${positionals.length}: npm run compare -- RUN_A RUN_B (--help says more)`,
    );
  const [a, b, history] = await Promise.all([readSide(from), readSide(to), readHistory(HISTORY)]);
  if (a.name === b.name) throw new Error(`both are run ${a.name}: one run compared with itself says nothing`);
  const comparison = compare(a, b, history.records);
  for (const damage of history.damages) printer.err(`compare: ${damage}\n`);
  const folder = values.to ?? path.join('reports', 'compare');
  const file = path.join(folder, `${a.name}-${b.name}`);
  await mkdir(folder, { recursive: true });
  await writeFile(`${file}.json`, `${JSON.stringify(comparison, null, 1)}\n`);
  await writeFile(`${file}.md`, comparisonMarkdown(comparison));
  await writeComparisonPages(comparison, folder, path.basename(file));
  printer.out(comparisonText(comparison, `${file}.md`));
  return comparison.exitCode;
}
