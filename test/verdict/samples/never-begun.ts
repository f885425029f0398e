import path from 'node:path';
import { recordNothing } from '../../../support/coordinator/record-nothing.ts';
import type { RunFile, Settings } from '../../../support/settings/settings.ts';
import { scratch } from '../../scratch.ts';
import { runFile } from '../../signoff/rendered.ts';

/** The folder that a run leaves whose cluster did not answer. */
export async function neverBegun(id: string, settings: object): Promise<string> {
  const directory = path.join(scratch('unbegun'), id);
  const run = { id, seed: 1, startedAt: '2027-01-10T09:00:00Z', directory };
  await recordNothing(
    { ...(runFile({}) as RunFile).settings, ...settings, run } as Settings,
    'the cluster does not answer',
  );
  return directory;
}
