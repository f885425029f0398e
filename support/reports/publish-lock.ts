import { readlink, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** Stands in a folder while a process replaces the reports in it: a link, made at one stroke, to nothing but its holder. */
const LOCK = '.publishing';
/** Replacing takes seconds; what takes longer hangs, or its process has died and another got its number (real ms). */
const LIMIT = 60_000;
const AGAIN = 50;

/**
 * Does something with the reports in a folder while no other process does: one that is at it is waited for, and the lock of
 * one that died is taken over. Throws one sentence when the other does not come to its end.
 */
export async function alone<Result>(
  folder: string,
  run: string,
  job: () => Promise<Result>,
  limit = LIMIT,
): Promise<Result> {
  const lock = path.join(folder, LOCK);
  await hold(lock, `${process.pid} ${run}`, performance.now() + limit);
  try {
    return await job();
  } finally {
    await rm(lock, { force: true });
  }
}

async function hold(lock: string, own: string, until: number): Promise<void> {
  while (!(await made(lock, own))) {
    const holder = await readlink(lock).catch(() => undefined);
    const [pid, run] = holder?.split(' ') ?? [];
    if (pid !== undefined && !lives(Number(pid))) await rm(lock, { force: true });
    else if (performance.now() < until) await pause(AGAIN);
    else
      throw new Error(
        `run ${run} (process ${pid}) is publishing and does not come to its end; if that process is no run, delete ${lock}`,
      );
  }
}

async function made(lock: string, own: string): Promise<boolean> {
  try {
    await symlink(own, lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Another process of that number; this one holds no lock while it asks for one. */
function lives(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
