import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { momentText } from '../amounts/moment-text.ts';
import { messageOf } from '../cluster/environment-error.ts';
import { PUBLIC_FILES, RENDERED } from '../reports/report-files.ts';
import { withdraw } from '../reports/withdrawn.ts';
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
  return withoutFailure(env, id, async () => {
    await withdraw(PUBLISHED, PUBLIC_FILES, { because, elsewhere, run: { id, startedAt } }, limit);
  });
}

/**
 * Withdraws them as soon as a run was asked for: whatever ends it before it began (a misspelt option, a kill), they say nothing
 * about what was asked for. What was recorded stays until the run begins, because it may lie nowhere else, and
 * be what it is to repeat. Returns what there is to say where that does not work.
 */
export const withdrawAsked = (env: NodeJS.ProcessEnv): Promise<string[]> =>
  replaceDecision(
    env,
    `npm run acceptance was called ${now()} and has brought none: it goes on, or was ended before its run began`,
  );

/** Says there why that run never began. Returns what there is to say on the terminal. */
export async function withdrawUnbegun(env: NodeJS.ProcessEnv, why: string): Promise<string[]> {
  const failed = await replaceDecision(
    env,
    `npm run acceptance ended ${now()} before its run began: ${why}; nothing was judged`,
  );
  return failed.length > 0 ? failed : [`${PUBLISHED}/ says so, in place of earlier reports: ${shownAgain()}`];
}

function replaceDecision(env: NodeJS.ProcessEnv, because: string): Promise<string[]> {
  return withoutFailure(env, undefined, () =>
    withdraw(PUBLISHED, RENDERED, { because, elsewhere: shownAgain() }),
  );
}

async function withoutFailure(
  env: NodeJS.ProcessEnv,
  own: string | undefined,
  job: () => Promise<void>,
): Promise<string[]> {
  try {
    await job();
    return [];
  } catch (error) {
    return [
      `the published reports could not be withdrawn (${withoutFiles(messageOf(error))})`,
      ...standingReports(env, own),
    ];
  }
}

/** Of `EROFS: read-only file system, symlink '…' -> '…'` what concerns a reader: which of our files it was does not. */
const withoutFiles = (message: string): string => message.replace(/^(E[A-Z]+: [^,]+), \w+ '.*$/s, '$1');

const now = (): string => momentText(new Date().toISOString());

/** How to come by the reports that were published, as long as what they were made from is. */
function shownAgain(): string {
  const before = publishedRun();
  return before && existsSync(join(PUBLISHED, 'messages.ndjson'))
    ? `npm run report -- ${PUBLISHED} shows those of run ${before.id} (${momentText(before.startedAt)}) there again`
    : reportsBefore();
}

function reportsBefore(): string {
  const before = publishedRun();
  const folder = before && join(RUNS, before.id);
  return folder && existsSync(folder)
    ? `the reports of run ${before.id} (${momentText(before.startedAt)}) are in ${folder}`
    : `every earlier run has its reports in ${join(RUNS, '<id>')}`;
}
