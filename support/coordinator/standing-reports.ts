import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { momentText } from '../amounts/moment-text.ts';
import { isRunFile } from '../history/run-place.ts';
import { PUBLISHED, publishes } from '../settings/publishes.ts';

/**
 * What whoever opens the published reports must know when a run that would have replaced them did not: of which run they
 * are. Nothing where none are published, where they are of this run (`own`), or where it would not have published.
 */
export function standingReports(env: NodeJS.ProcessEnv, own?: string): string[] {
  if (!publishes(env)) return [];
  try {
    const content: unknown = JSON.parse(readFileSync(join(PUBLISHED, 'run.json'), 'utf8'));
    if (!isRunFile(content)) return [];
    const { id, startedAt } = content.settings.run;
    if (id === own) return [];
    return [
      `${PUBLISHED}/ still shows run ${id} (${momentText(startedAt)}): it says nothing about what was asked for now`,
    ];
  } catch {
    return [];
  }
}
