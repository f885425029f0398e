import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { momentText } from '../amounts/moment-text.ts';
import { RENDERED } from '../reports/report-files.ts';
import { isRunFile } from '../runs/run-place.ts';
import { NO_REPORTS, PUBLISHED, publishes } from '../settings/publishes.ts';
import type { RunFile } from '../settings/settings.ts';

/** The run whose recording is published; undefined where none is. Its reports may be withdrawn. */
export function publishedRun(): RunFile['settings']['run'] | undefined {
  try {
    const content: unknown = JSON.parse(readFileSync(join(PUBLISHED, 'run.json'), 'utf8'));
    return isRunFile(content) ? content.settings.run : undefined;
  } catch {
    return undefined;
  }
}

/** What the reports in a folder decided, those that are published by default, and with which exit status; `NO REPORTS` where they were withdrawn. */
export function publishedDecision(folder: string = PUBLISHED): {
  readonly decision?: unknown;
  readonly exitCode?: unknown;
} {
  try {
    const signOff: unknown = JSON.parse(readFileSync(join(folder, 'signoff.json'), 'utf8'));
    return (signOff ?? {}) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** Whether anything lies there that can pass for the decision of a run; a full disk may have had them removed. */
const reportsStand = (): boolean =>
  publishedDecision().decision !== NO_REPORTS && RENDERED.some((name) => existsSync(join(PUBLISHED, name)));

/**
 * What whoever opens the published reports must know when a run that would have replaced them did not: of which run they
 * are. Nothing where none are published, where they are of this run (`own`), or where it would not have published.
 */
export function standingReports(env: NodeJS.ProcessEnv, own?: string): string[] {
  const run = publishes(env) && reportsStand() ? publishedRun() : undefined;
  if (run === undefined || run.id === own) return [];
  return [
    `${PUBLISHED}/ still shows run ${run.id} (${momentText(run.startedAt)}): it says nothing about what was asked for now`,
  ];
}
