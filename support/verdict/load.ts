import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { RunFile } from '../settings/settings.ts';
import { readCoverage } from './coverage.ts';
import { readExceptions } from './exceptions.ts';
import { readFeatureFolder } from './feature-files.ts';
import { type Inventory, readInventory } from './inventory.ts';
import { judge } from './judge.ts';
import { readMessageStream } from './message-stream.ts';
import type { Verdicts } from './model.ts';
import { readProof } from './proof.ts';
import { recordedRun } from './recorded-run.ts';

/** Where the files lie that a run is judged by; all relative to the working directory. */
export interface Sources {
  /** Folder of the features, with `requirements.yaml`, `exceptions.yaml` and `coverage.yaml` in it. */
  readonly features: string;
  readonly proof: string;
}

export const PROJECT: Sources = { features: 'features', proof: 'reports/proof.json' };

/**
 * Reads message files and what they are judged by, and judges. The first file that has a `run.json` beside it says
 * which run this was. Throws only if a file exists and cannot be read.
 */
export async function loadVerdicts(
  messageFiles: readonly string[],
  sources: Sources = PROJECT,
): Promise<Verdicts> {
  const file = (name: string): string => path.join(sources.features, name);
  const streams = await Promise.all(messageFiles.map(readMessageStream));
  const run = recordedRun(streams);
  const { inventory, problems } = await inventoryIn(file('requirements.yaml'));
  const [exceptions, coverage, folder, proof, beside] = await Promise.all([
    readExceptions(file('exceptions.yaml'), inventory),
    readCoverage(file('coverage.yaml'), inventory),
    readFeatureFolder(sources.features),
    readProof(sources.proof),
    runFileBeside(messageFiles),
  ]);
  return judge({
    run: { ...run, damages: [...run.damages, ...beside.damages] },
    ...(beside.runFile && { runFile: beside.runFile }),
    defined: folder.scenarios,
    inventory,
    exceptions: exceptions.entries,
    coverage: coverage.entries,
    ...(proof && { proof }),
    problems: [...problems, ...folder.problems, ...exceptions.problems, ...coverage.problems],
    today: run.startedAt ?? new Date(),
  });
}

/** Without an inventory scenarios are still judged, but nothing is traced: that is a mistake of the project. */
async function inventoryIn(file: string): Promise<{ inventory: Inventory; problems: string[] }> {
  try {
    return { inventory: await readInventory(file), problems: [] };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return { inventory: { systems: [], requirements: [] }, problems: [problem] };
  }
}

async function runFileBeside(
  messageFiles: readonly string[],
): Promise<{ runFile?: RunFile; damages: readonly string[] }> {
  const damages: string[] = [];
  for (const messages of messageFiles) {
    const file = path.join(path.dirname(messages), 'run.json');
    try {
      return { runFile: JSON.parse(await readFile(file, 'utf8')) as RunFile, damages };
    } catch (error) {
      const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
      if (!missing) damages.push(`${file} is damaged: nobody knows which target this was`);
    }
  }
  return { damages };
}
