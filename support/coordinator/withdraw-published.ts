import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { momentText } from '../amounts/moment-text.ts';
import { messageOf } from '../cluster/environment-error.ts';
import { RUNS } from '../runs/run-place.ts';
import { PUBLISHED, publishes } from '../settings/publishes.ts';
import type { Settings } from '../settings/settings.ts';
import { publishedRun, standingReports } from './standing-reports.ts';

/**
 * Withdraws the published reports of the run before when one begins that will replace them: if it is killed, nobody must take
 * those for its own. Returns what there is to say where that does not work; the run goes on all the same. `limit`: how long another
 * process that publishes is waited for (real ms).
 */
export async function withdrawPublished(
  env: NodeJS.ProcessEnv,
  run: Pick<Settings['run'], 'id' | 'startedAt'>,
  limit?: number,
): Promise<string[]> {
  if (!publishes(env)) return [];
  const { id, startedAt } = run;
  const because = `run ${id} began ${momentText(startedAt)} and has brought none: it goes on, or was ended without them`;
  const elsewhere = `npm run report -- ${id} renders those of what it recorded; ${reportsBefore()}`;
  try {
    const { withdrawFrom } = await import('../reports/publish.ts');
    await withdrawFrom(PUBLISHED, { because, elsewhere, run: { id, startedAt } }, limit);
    return [];
  } catch (error) {
    return [
      `the published reports could not be withdrawn (${messageOf(error)})`,
      ...standingReports(env, id),
    ];
  }
}

function reportsBefore(): string {
  const before = publishedRun();
  const folder = before && join(RUNS, before.id);
  return folder && existsSync(folder)
    ? `the reports of run ${before.id} (${momentText(before.startedAt)}) are in ${folder}`
    : `every earlier run has its reports in ${join(RUNS, '<id>')}`;
}
