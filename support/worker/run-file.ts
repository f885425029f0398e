import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunFile } from '../settings/settings.ts';
import { sha256Of } from '../sha256.ts';

/** The variable by which the coordinator tells its workers where the run keeps its files. */
export const RUN_DIRECTORY = 'ACCEPTANCE_RUN_DIRECTORY';

const FILE = 'run.json';

/** Writes what every worker and every report reads; returns the SHA-256 of the file. */
export function writeRunFile(directory: string, content: RunFile): string {
  const text = `${JSON.stringify(content, null, 2)}\n`;
  writeFileSync(join(directory, FILE), text);
  return sha256Of(text);
}

/** Reads what the coordinator wrote before the first scenario. */
export function readRunFile(env: NodeJS.ProcessEnv): RunFile {
  const directory = env[RUN_DIRECTORY];
  if (!directory)
    throw new Error('no run was begun: cucumber.mjs must name support/plugin.ts among its plugins');
  return JSON.parse(readFileSync(join(directory, FILE), 'utf8')) as RunFile;
}
