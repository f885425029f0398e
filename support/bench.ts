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

const BENCHES: Record<string, () => Promise<Measurement | Measurement[]>> = {
  start: () => measureStart(15),
  waiting: () => measureWaiting(200),
  grep: () => measureGrep(1_000),
  traffic: () => measureTraffic(20_000),
  run: measureWholeRun,
  reports: measureReports,
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in BENCHES));
if (unknown.length > 0) {
  const help = unknown.every((name) => name === '--help');
  console.log(
    `npm run bench -- [${Object.keys(BENCHES).join('|')} …]   measures these, or all, and writes reports/bench.json`,
  );
  process.exit(help ? 0 : 2);
}
const measurements: Measurement[] = [];
for (const [name, measure] of Object.entries(BENCHES)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  for (const measurement of [await measure()].flat()) {
    measurements.push(measurement);
    const { value, unit, goal, how } = measurement;
    console.log(`[bench] ${measurement.name}: ${value} ${unit}${goal ? ` (goal ${goal})` : ''} – ${how}`);
  }
}
const machine = {
  cores: availableParallelism(),
  memoryBytes: totalmem(),
  node: process.version,
  platform: process.platform,
};
await mkdir('reports', { recursive: true });
await writeFile('reports/bench.json', `${JSON.stringify({ machine, measurements }, null, 2)}\n`);
