/** `npm run bench`: measures the suite itself and writes reports/bench.json. It asserts nothing. */
import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import { measureStart } from './bench/embedded-start.ts';
import { measureGrep } from './bench/log-grep.ts';
import type { Measurement } from './bench/measure.ts';
import { measureReports } from './bench/reports.ts';
import { measureTraffic } from './bench/traffic.ts';
import { measureWaiting } from './bench/waiting.ts';
import { measureWholeRun } from './bench/whole-run.ts';
import { readOptions } from './command-line/options.ts';
import { type Printer, runCommand } from './command-line/run-command.ts';

const BENCHES: Record<string, () => Promise<Measurement | Measurement[]>> = {
  start: () => measureStart(15),
  waiting: () => measureWaiting(200),
  grep: () => measureGrep(1_000),
  traffic: () => measureTraffic(20_000),
  run: measureWholeRun,
  reports: measureReports,
};

const NAMES = Object.keys(BENCHES).join('|');

const USAGE = `npm run bench -- [${NAMES} …]   measures these, or all, and writes reports/bench.json`;

/** Measures; returns 0, whatever came out. */
async function bench(args: string[], { out }: Printer): Promise<number> {
  const options = { help: { type: 'boolean' } } as const;
  const { values, positionals: wanted } = readOptions({ args, options, allowPositionals: true });
  if (values.help) {
    out(`${USAGE}\n`);
    return 0;
  }
  const unknown = wanted.filter((name) => !Object.hasOwn(BENCHES, name));
  if (unknown.length > 0)
    throw new Error(`there is nothing to measure by the name ${unknown.join(', ')}; write ${NAMES}`);
  const measurements: Measurement[] = [];
  for (const [name, measure] of Object.entries(BENCHES)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    const measured = [await measure()].flat();
    for (const measurement of measured) out(`${lineOf(measurement)}\n`);
    measurements.push(...measured);
  }
  await mkdir('reports', { recursive: true });
  await writeFile('reports/bench.json', `${JSON.stringify({ machine: machine(), measurements }, null, 2)}\n`);
  return 0;
}

const lineOf = ({ name, value, unit, goal, how }: Measurement): string =>
  `[bench] ${name}: ${value} ${unit}${goal ? ` (goal ${goal})` : ''} – ${how}`;

const machine = () => ({
  cores: availableParallelism(),
  memoryBytes: totalmem(),
  node: process.version,
  platform: process.platform,
});

await runCommand('bench', bench);
