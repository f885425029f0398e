import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Measurement, rounded } from './measure.ts';

const BINARIES = path.resolve('node_modules', '.bin');

/** Runs all features on the embedded cluster, as `npm run acceptance` does, and watches the memory of its processes. */
export async function measureWholeRun(): Promise<Measurement[]> {
  const started = performance.now();
  const { PATH = '' } = process.env;
  const child = spawn('sh', ['-c', await acceptanceScript()], {
    stdio: 'ignore',
    env: { ...process.env, TARGET: 'embedded', PATH: `${BINARIES}${path.delimiter}${PATH}` },
  });
  let peak = 0;
  const watch = setInterval(() => {
    void treeMemory(child.pid ?? 0).then((bytes) => {
      peak = Math.max(peak, bytes);
    });
  }, 500);
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  clearInterval(watch);
  if (code !== 0) throw new Error(`the run of all features ended with exit status ${code}`);
  return [
    {
      name: 'whole run of all features',
      value: rounded((performance.now() - started) / 1_000),
      unit: 's',
      goal: '<= 60 s',
      how: 'npm run acceptance with the default number of workers, reports included',
    },
    {
      name: 'memory of the whole run',
      value: Math.round(peak / 1e6),
      unit: 'MB',
      goal: '< 1500 MB',
      how: 'highest sum over the suite and the embedded cluster, every 500 ms, pages that they share counted once (PSS)',
    },
  ];
}

async function acceptanceScript(): Promise<string> {
  const { scripts } = JSON.parse(await readFile('package.json', 'utf8')) as {
    scripts: { acceptance: string };
  };
  return scripts.acceptance;
}

/**
 * Bytes of a process and its children in memory, with its share of pages that it holds in common with others: the program
 * and libraries of Node would else count once a process. Linux only, 0 elsewhere.
 */
async function treeMemory(pid: number): Promise<number> {
  const read = (file: string) => readFile(file, 'utf8').catch(() => '');
  const own = Number(/^Pss:\s+(\d+)/m.exec(await read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0) * 1_024;
  const children = (await read(`/proc/${pid}/task/${pid}/children`)).trim().split(' ').filter(Boolean);
  const theirs = await Promise.all(children.map((child) => treeMemory(Number(child))));
  return theirs.reduce((sum, bytes) => sum + bytes, own);
}
