import { repeatsOf } from '../settings/repeated-runs.ts';
import type { RunFile } from '../settings/settings.ts';

/** The ids of those of some runs that no other one of them repeats: each stands for what it repeats as well. */
export function headsOf(files: readonly RunFile[]): Set<string> {
  const repeated = files.flatMap(({ settings }) =>
    repeatsOf(settings).named.flatMap(({ run }) => (run === settings.run.id ? [] : [run])),
  );
  return new Set(files.map(({ settings }) => settings.run.id).filter((id) => !repeated.includes(id)));
}
