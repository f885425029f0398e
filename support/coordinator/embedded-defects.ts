import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Target } from '../settings/settings.ts';
import { nearest } from '../spelling/nearest.ts';
import { MAIN } from './launch-embedded.ts';

/** One way to break a promise, as the embedded cluster lists it. */
export interface DefectListing {
  id: string;
  title: string;
  checks: readonly string[];
}

/** Asks the embedded cluster's program for its defects: the suite never imports them. */
export async function listDefects(): Promise<DefectListing[]> {
  const { stdout } = await promisify(execFile)(process.execPath, [MAIN, '--list-defects']);
  return JSON.parse(stdout) as DefectListing[];
}

/** One sentence for each defect that DEFECTS names in vain: of a target that has none, or that nobody knows. */
export async function defectProblems(
  { launcher, name }: Pick<Target, 'launcher' | 'name'>,
  defects: readonly string[],
): Promise<string[]> {
  if (defects.length === 0) return [];
  if (launcher !== 'embedded')
    return [
      `DEFECTS names ${defects.join(', ')}, but only an embedded target can have defects; unset it, or choose another TARGET than ${name}`,
    ];
  return unknownDefects(defects, await listDefects()).map((problem) => `DEFECTS: ${problem}`);
}

/** One sentence for each id that is no defect. */
export function unknownDefects(ids: readonly string[], all: readonly DefectListing[]): string[] {
  const known = all.map(({ id }) => id);
  return ids
    .filter((id) => !known.includes(id))
    .map((id) => `there is no defect "${id}"; ${meant(id, known)}`);
}

/** Too many to be listed where none is like it. */
function meant(id: string, known: readonly string[]): string {
  const like = nearest(id, known);
  const list = 'npm run prove -- --list names them';
  return like === undefined ? list : `did you mean "${like}"? (${list})`;
}
