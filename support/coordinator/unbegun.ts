import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { redact, registerEnvironment } from '../redaction/redact.ts';
import { judgesNothing } from '../selection/arguments.ts';
import { publishes } from '../settings/publishes.ts';
import { standingReports } from './standing-reports.ts';
import { complain } from './terminal.ts';

const WITHDRAW = join(import.meta.dirname, '..', 'withdraw.ts');

/** A run with these arguments replaces what is published, and was asked for. */
export const isToPublish = (env: NodeJS.ProcessEnv, args: readonly string[]): boolean =>
  publishes(env) && !judgesNothing(args);

/**
 * Says in place of the published reports that the run that was asked for ended before it began, and why, where it would have published.
 * Waits until that stands there: whoever calls this ends the process next.
 */
export function tellUnbegun(env: NodeJS.ProcessEnv, args: readonly string[], why: string): void {
  if (!isToPublish(env, args)) return;
  registerEnvironment(env);
  const [first = ''] = redact(why).split('\n');
  const { status } = spawnSync(process.execPath, [WITHDRAW, first], {
    ...{ env, stdio: ['ignore', 'inherit', 'inherit'] },
  });
  if (status !== 0) complain(standingReports(env));
}
