import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';

/** How folders begin in which reports are made ready; one that is left behind tells of a process that was killed at it. */
const WORK = 'being-replaced-';

/**
 * Puts what `make` writes into a fresh folder into `to`, in place of what has one of these names there, all together or not
 * at all; what else lies there stays, and a name that was not made is gone. Throws, with the old in its place, if anything
 * cannot be made or replaced. Who calls this is alone in `to`.
 */
export async function replaceTogether(
  to: string,
  names: readonly string[],
  make: (fresh: string) => Promise<void>,
): Promise<void> {
  const left = (await readdir(to)).filter((name) => name.startsWith(WORK));
  for (const name of left) await rm(path.join(to, name), { recursive: true, force: true });
  const work = path.join(to, `${WORK}${process.pid}`);
  const [fresh, old] = [path.join(work, 'new'), path.join(work, 'old')];
  try {
    for (const folder of [fresh, old]) await mkdir(folder, { recursive: true });
    await make(fresh);
    await exchange(to, names, fresh, old);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Moves the old reports away and the new ones in; takes every move back if one fails. */
async function exchange(to: string, names: readonly string[], fresh: string, old: string): Promise<void> {
  const moves = [
    ...names.map((name) => [path.join(to, name), path.join(old, name)] as const),
    ...names.map((name) => [path.join(fresh, name), path.join(to, name)] as const),
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
