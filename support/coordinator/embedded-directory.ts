import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What names the directories of embedded clusters, before the id of the process that launched them. */
const DIRECTORY = 'llm-serving-acceptance-';

/** A directory for kubeconfig and credentials, outside of all reports. Those of runs that were killed are removed. */
export async function embeddedDirectory(): Promise<string> {
  for (const name of await readdir(tmpdir())) {
    const owner = Number(new RegExp(`^${DIRECTORY}(\\d+)-`).exec(name)?.[1]);
    if (owner > 0 && !isAlive(owner)) await rm(join(tmpdir(), name), { recursive: true, force: true });
  }
  return mkdtemp(join(tmpdir(), `${DIRECTORY}${process.pid}-`));
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Somebody else's process is alive too.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
