import { existsSync } from 'node:fs';
import { cp, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { laterRunIn, type ShownRun } from './later-run.ts';
import { linkComparisons } from './pages/trends-page.ts';
import { alone } from './publish-lock.ts';
import { replaceTogether } from './replace-together.ts';
import { PUBLIC_FILES } from './report-files.ts';

/**
 * Puts the reports of a run into `to`, in place of those of the run before, as a whole or not at all; what else lies there
 * stays. Nothing of an older run remains: a file that this run does not have is removed. Runs that end together publish one
 * after the other, and none in place of one that began later: that one is returned. Throws, with the old reports in their places,
 * if anything cannot be copied or replaced.
 */
export async function publish(from: string, to: string): Promise<ShownRun | undefined> {
  await mkdir(to, { recursive: true });
  return alone(to, path.basename(path.resolve(from)), async () => {
    const later = await laterRunIn(to, from);
    if (later !== undefined) return later;
    await replaceTogether(to, PUBLIC_FILES, async (fresh) => {
      for (const name of PUBLIC_FILES)
        if (existsSync(path.join(from, name)))
          await cp(path.join(from, name), path.join(fresh, name), { recursive: true });
    });
    await linkComparisons(to);
    return undefined;
  });
}
