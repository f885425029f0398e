import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { RUNS, runIds } from '../runs/run-place.ts';
import { type Measurement, rounded } from './measure.ts';
import { allFailing, multiplied } from './multiplied.ts';

const SCENARIOS = 2_000;
const LOOKS = 50;

/**
 * Renders all reports of 2,000 scenarios: those of the largest run on this disk, so many times under other ids and
 * in other files that they are enough; as they were, and all failing with attachments. Throws where there is no run
 * worth multiplying.
 */
export async function measureReports(): Promise<Measurement[]> {
  const directory = await largestRun();
  const text = await readFile(path.join(directory, 'messages.ndjson'), 'utf8');
  const { scenarios, lines } = multiplied(text, SCENARIOS);
  const as = `the largest run here, multiplied to ${scenarios} scenarios`;
  return [
    ...(await measured(directory, lines, '2,000 scenarios', as)),
    ...(await measured(
      directory,
      allFailing(lines),
      '2,000 failing scenarios',
      `${as} that all fail, each with three attachments of 3.5 kB`,
    )),
  ];
}

/** Renders the reports of some messages in a folder of their own. */
async function measured(
  directory: string,
  lines: readonly string[],
  what: string,
  as: string,
): Promise<Measurement[]> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'acceptance-bench-'));
  try {
    await writeFile(path.join(folder, 'run.json'), await readFile(path.join(directory, 'run.json')));
    const file = path.join(folder, 'messages.ndjson');
    await writeFile(file, `${lines.join('\n')}\n`);
    return await render(folder, file, what, as);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function largestRun(): Promise<string> {
  const runs = await Promise.all(
    (await runIds()).map(async (id) => {
      const directory = path.join(RUNS, id);
      const text = await readFile(path.join(directory, 'messages.ndjson'), 'utf8');
      return { directory, scenarios: text.split('{"testCaseStarted"').length - 1 };
    }),
  );
  const [largest] = runs.sort((a, b) => b.scenarios - a.scenarios);
  if (largest === undefined) throw new Error(`${RUNS} holds no run to multiply: npm run acceptance first`);
  return largest.directory;
}

async function render(folder: string, file: string, what: string, as: string): Promise<Measurement[]> {
  const started = performance.now();
  const command = ['--max-semi-space-size=8', 'support/report.ts', '--to', folder, file];
  const child = spawn(process.execPath, command, { stdio: 'ignore' });
  let peak = 0;
  const look = setInterval(() => {
    void readFile(`/proc/${child.pid}/status`, 'utf8').then(
      (status) => {
        peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1_024);
      },
      () => undefined,
    );
  }, LOOKS);
  await once(child, 'exit');
  clearInterval(look);
  const how = `npm run report on ${as}`;
  return [
    {
      name: `all reports of ${what}`,
      value: rounded((performance.now() - started) / 1_000),
      unit: 's',
      goal: '< 10 s',
      how,
    },
    {
      name: 'memory of rendering them',
      value: Math.round(peak / 1e6),
      unit: 'MB',
      goal: '< 500 MB',
      how: `${how}: highest resident memory of its process`,
    },
  ];
}
