import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { linkComparisons } from './pages/trends-page.ts';
import { alone } from './publish-lock.ts';

/** What a run directory holds for people and machines outside: published as a whole or not at all. */
const PUBLIC_FILES: readonly string[] = [
  'messages.ndjson',
  'run.json',
  'cucumber.json',
  'junit.xml',
  'metrics.json',
  'junit-strict.xml',
  'html',
  'matrix.html',
  'promises.html',
  'signoff.html',
  'signoff.json',
  'signoff.md',
  'signoff.intoto.json',
  'executions.md',
  'run.yaml',
  'traceability.json',
  'traceability.md',
  'trends',
  'evidence',
];

/** How folders begin in which a publication is made ready; one that is left behind tells of one that was cut off. */
const WORK = 'being-published-';

/**
 * Puts the reports of a run into `to`, in place of those of the run before, as a whole or not at all; what else lies there
 * stays. Nothing of an older run remains: a file that this run does not have is removed. Runs that end together publish one
 * after the other. Throws, with the old reports in their places, if anything cannot be copied or replaced.
 */
export async function publish(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  await alone(to, path.basename(path.resolve(from)), async () => {
    const left = (await readdir(to)).filter((name) => name.startsWith(WORK));
    for (const name of left) await rm(path.join(to, name), { recursive: true, force: true });
    const work = path.join(to, `${WORK}${process.pid}`);
    try {
      await replace(from, to, work);
    } finally {
      await rm(work, { recursive: true, force: true });
    }
    await linkComparisons(to);
  });
}

async function replace(from: string, to: string, work: string): Promise<void> {
  const [fresh, old] = [path.join(work, 'new'), path.join(work, 'old')];
  for (const folder of [fresh, old]) await mkdir(folder, { recursive: true });
  for (const name of PUBLIC_FILES)
    if (existsSync(path.join(from, name)))
      await cp(path.join(from, name), path.join(fresh, name), { recursive: true });
  await exchange(to, fresh, old);
}

/** Moves the old reports away and the new ones in; takes every move back if one fails. */
async function exchange(to: string, fresh: string, old: string): Promise<void> {
  const moves = [
    ...PUBLIC_FILES.map((name) => [path.join(to, name), path.join(old, name)] as const),
    ...PUBLIC_FILES.map((name) => [path.join(fresh, name), path.join(to, name)] as const),
  ].filter(([source]) => existsSync(source));
  const made: (readonly [string, string])[] = [];
  try {
    for (const move of moves) {
      await rename(...move);
      made.push(move);
    }
  } catch (error) {
    for (const [source, target] of made.toReversed()) await rename(target, source);
    throw error;
  }
}
