import { repeatsOf } from '../settings/repeated-runs.ts';
import type { RunFile } from '../settings/settings.ts';
import type { VerdictInputs } from './model.ts';

/** The ids of those of some runs that no other one of them repeats: each stands for what it repeats as well. */
export function headsOf(files: readonly RunFile[]): Set<string> {
  const repeated = files.flatMap(({ settings }) =>
    repeatsOf(settings).named.flatMap(({ run }) => (run === settings.run.id ? [] : [run])),
  );
  return new Set(files.map(({ settings }) => settings.run.id).filter((id) => !repeated.includes(id)));
}

/** Several runs, or what was given as all parts of one: a run that was made alone, with those that it repeats, is none. */
export const isMerge = ({
  runFiles = [],
  asMerge = false,
}: Pick<VerdictInputs, 'runFiles' | 'asMerge'>): boolean => asMerge || headsOf(runFiles).size > 1;
