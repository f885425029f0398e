import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { RECORDED } from './report-files.ts';

/**
 * Replaces reports, with those removed that have these names where the disk has no room for both: to take away needs none, and
 * what is left would be taken for what was to replace it. What was recorded stays. Throws where there is no room even then.
 */
export async function withRoom(
  folder: string,
  names: readonly string[],
  replace: () => Promise<void>,
): Promise<void> {
  try {
    await replace();
  } catch (error) {
    const old = names.filter((name) => !RECORDED.includes(name) && existsSync(path.join(folder, name)));
    if (!isFull(error) || old.length === 0) throw error;
    for (const name of old) await rm(path.join(folder, name), { recursive: true, force: true });
    await replace().catch((again: unknown) => {
      if (!isFull(again)) throw again;
      throw new Error(`${codeOf(again)}: there is no room to say why, and they were removed instead`);
    });
  }
}

const isFull = (error: unknown): boolean => ['ENOSPC', 'EDQUOT'].includes(codeOf(error) ?? '');

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;
