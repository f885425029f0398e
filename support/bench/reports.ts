import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Envelope } from '@cucumber/messages';
import { RUNS, runIds } from '../history/run-place.ts';
import { type Measurement, rounded } from './measure.ts';

const SCENARIOS = 2_000;
/** Of a smaller run every copy would carry the text of all features for a handful of scenarios. */
const FEWEST = 20;
const LOOKS = 50;

/**
 * Renders all reports of 2,000 scenarios: those of the largest run on this disk, so many times under other ids and
 * in other files that they are enough. Throws where there is no run worth multiplying.
 */
export async function measureReports(): Promise<Measurement[]> {
  const directory = await largestRun();
  const folder = await mkdtemp(path.join(os.tmpdir(), 'acceptance-bench-'));
  try {
    const text = await readFile(path.join(directory, 'messages.ndjson'), 'utf8');
    await writeFile(path.join(folder, 'run.json'), await readFile(path.join(directory, 'run.json')));
    const file = path.join(folder, 'messages.ndjson');
    const { scenarios, lines } = multiplied(text);
    await writeFile(file, `${lines.join('\n')}\n`);
    return await render(folder, file, scenarios);
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

async function render(folder: string, file: string, scenarios: number): Promise<Measurement[]> {
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
  const how = `npm run report on the largest run here, multiplied to ${scenarios} scenarios`;
  return [
    {
      name: 'all reports of 2,000 scenarios',
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

/** The messages of a run, its scenarios so many times that there are enough. */
function multiplied(text: string): { scenarios: number; lines: string[] } {
  const lines = text.split('\n').filter((line) => line !== '');
  const envelopes = lines.map((line) => JSON.parse(line) as Envelope);
  const kindOf = (kinds: readonly string[], position: number): boolean =>
    kinds.some((kind) => kind in (envelopes[position] ?? {}));
  const whole = lines.filter((_, at) => kindOf(ONCE, at));
  const end = lines.filter((_, at) => kindOf(['testRunFinished'], at));
  const own = lines.filter((_, at) => !kindOf([...ONCE, 'testRunFinished'], at));
  const scenarios = envelopes.filter(({ testCaseStarted }) => testCaseStarted).length;
  const ids = new Set(own.flatMap((line) => [...line.matchAll(/"id":"([^"]+)"/g)].map(([, id]) => id)));
  if (scenarios < FEWEST)
    throw new Error(
      `the largest run has ${scenarios} scenarios, too few to multiply: npm run acceptance first`,
    );
  const copies = Math.ceil(SCENARIOS / scenarios);
  const copied = Array.from({ length: copies }, (_, copy) =>
    own.map((line) =>
      line
        .replace(/"([\w-]{8,})"/g, (text, id: string) => (ids.has(id) ? `"${id}-${copy}"` : text))
        .replaceAll('"features/', `"features/copy-${copy}/`),
    ),
  );
  return { scenarios: scenarios * copies, lines: [...whole, ...copied.flat(), ...end] };
}

/** Messages of a run that do not multiply. */
const ONCE = ['meta', 'stepDefinition', 'parameterType', 'hook', 'testRunStarted'];
