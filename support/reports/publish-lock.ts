import { randomUUID } from 'node:crypto';
import { readlink, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sha256Of } from '../sha256.ts';
import { birthOf } from './process-birth.ts';

/** Stands in a folder while a process replaces the reports in it: a link, made at one stroke, to nothing but its holder. */
const LOCK = '.publishing';
/** Replacing takes seconds; what takes longer hangs, or its process has died and another got its number unseen (real ms). */
const LIMIT = 60_000;
const AGAIN = 50;

/** What this process holds or asks for: its number alone says nothing, since one that died may have had the same. */
const own = new Set<string>();

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
  const birth = birthOf(process.pid);
  const name = run.replaceAll(/\s/g, '-');
  const holder = [process.pid, name, randomUUID(), ...(birth ? [birth] : [])].join(' ');
  own.add(holder);
  try {
    return await holding(path.join(folder, LOCK), holder, performance.now() + limit, job);
  } finally {
    own.delete(holder);
  }
}

async function holding<Result>(
  lock: string,
  holder: string,
  until: number,
  job: () => Promise<Result>,
): Promise<Result> {
  await hold(lock, holder, until);
  try {
    return await job();
  } finally {
    await takeAway(lock, holder);
  }
}

async function hold(lock: string, holder: string, until: number): Promise<void> {
  while (!(await made(lock, holder))) {
    const other = await readlink(lock).catch(() => undefined);
    if (other !== undefined && !lives(other)) await takeOver(lock, other, holder, until);
    else if (performance.now() < until) await pause(AGAIN);
    else throw new Error(lasting(lock, other));
  }
}

function lasting(lock: string, holder: string | undefined): string {
  if (holder === undefined) return `${lock} is no lock of a run: delete it`;
  const [pid, run] = holder.split(' ');
  return `run ${run} (process ${pid}) is publishing and does not come to its end; if that process is no run, delete ${lock}`;
}

/**
 * Takes the lock of one that died away. Who saw it may be late, and somebody else hold the lock by now: so only who holds
 * the lock upon this very holder may look once more and take it away.
 */
async function takeOver(lock: string, dead: string, holder: string, until: number): Promise<void> {
  const digest = sha256Of(dead).slice(0, 12);
  await holding(`${lock}-${digest}`, holder, until, () => takeAway(lock, dead));
}

async function takeAway(lock: string, holder: string): Promise<void> {
  const now = await readlink(lock).catch(() => undefined);
  if (now === holder) await rm(lock, { force: true });
}

async function made(lock: string, holder: string): Promise<boolean> {
  try {
    await symlink(holder, lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function lives(holder: string): boolean {
  const [number, , , birth] = holder.split(' ');
  const pid = Number(number);
  if (pid === process.pid) return own.has(holder);
  const now = birthOf(pid);
  if (birth !== undefined && now !== undefined && now !== birth) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
