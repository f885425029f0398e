import { existsSync } from 'node:fs';
import { cp, mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { linkComparisons } from './pages/trends-page.ts';

/** What a run directory holds for people and machines outside: published as a whole or not at all. */
const PUBLISHED: readonly string[] = [
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

/**
 * Copies the reports of a run into `to`, in place of those of the run before; what else lies there stays. Nothing of
 * an older run remains: a file that this run does not have is removed.
 */
export async function publish(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const name of PUBLISHED) {
    await rm(path.join(to, name), { recursive: true, force: true });
    if (existsSync(path.join(from, name)))
      await cp(path.join(from, name), path.join(to, name), { recursive: true });
  }
  await linkComparisons(to);
}
