/** `npm run prove`: breaks the embedded cluster in every way it knows, and expects the claiming step or row to go red. */
import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { readOptions } from './command-line/options.ts';
import { unreadIsNoError } from './command-line/unread.ts';
import { type DefectListing, listDefects, unknownDefects } from './coordinator/embedded-defects.ts';
import { claimants, sampleOf } from './proof/defect-list.ts';
import { Lane } from './proof/lane.ts';
import { ProofProgress } from './proof/progress.ts';
import { proofOf } from './proof/proof-of.ts';
import type { Trial } from './proof/trial.ts';
import { readFeatureFolder } from './verdict/feature-files.ts';
import { type Proof, provenChecks } from './verdict/proof.ts';

/** Two processes a job, which mostly wait for cluster time. */
const JOBS = String(Math.ceil(2.5 * availableParallelism()));

const HELP = `npm run prove -- [options]
Starts an embedded cluster for each defect, runs the scenarios that claim its checks, and counts a kill when the claiming
step or row fails. Writes reports/proof.json; exit status 0 when every defect was killed, 1 when one survived, 2 for bad options.
  --only ID,ID   these defects
  --sample N     N of them, evenly spread; reports/proof.json is not written
  --jobs N       so many at a time (default ${JOBS}: most of a trial is waiting)
  --list         only list them
  --help         this text`;

const options = {
  only: { type: 'string' },
  sample: { type: 'string' },
  jobs: { type: 'string', default: JOBS },
  list: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

function chosenOptions() {
  try {
    return readOptions({ options }).values;
  } catch (error) {
    return refuse((error as Error).message);
  }
}

function refuse(sentence: string): never {
  console.error(`[prove] ${sentence}`);
  process.exit(2);
}

function positive(text: string, name: string): number {
  const value = Number(text);
  return Number.isInteger(value) && value > 0
    ? value
    : refuse(`--${name} needs a number above 0, got "${text}"`);
}

async function main(): Promise<number> {
  const chosen = chosenOptions();
  if (chosen.help) {
    console.log(HELP);
    return 0;
  }
  const all = await listDefects();
  const only = chosen.only?.split(',');
  const unknown = unknownDefects(only ?? [], all);
  if (unknown.length > 0) refuse(unknown.join('; '));
  const wanted = only ? all.filter(({ id }) => only.includes(id)) : all;
  const defects = chosen.sample ? sampleOf(wanted, positive(chosen.sample, 'sample')) : wanted;
  if (chosen.list) {
    for (const { id, title, checks } of defects) console.log(`${id}: ${title} (${checks.join(', ')})`);
    return 0;
  }
  const trials = await tryAll(defects, positive(chosen.jobs, 'jobs'));
  const proof = proofOf(trials);
  if (!only && !chosen.sample) await writeProof(proof);
  const survivors = trials.filter(({ kills }) => kills.length === 0);
  console.log(
    `[prove] ${proof.killed} of ${proof.total} defects killed, ${provenChecks(proof).size} checks proven`,
  );
  for (const { defect } of survivors) console.log(`[prove] survived: ${defect.id} (${defect.title})`);
  return survivors.length === 0 ? 0 : 1;
}

async function tryAll(defects: readonly DefectListing[], jobs: number): Promise<Trial[]> {
  const { scenarios } = await readFeatureFolder('features');
  const lanes = Array.from({ length: Math.min(jobs, defects.length) }, () => new Lane());
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => process.exit(130));
  const trials: Trial[] = [];
  const progress = new ProofProgress(defects.length);
  const queue = [...defects];
  const work = async (lane: Lane) => {
    for (let defect = queue.shift(); defect; defect = queue.shift()) {
      const trial = await lane.try({ defect, scenarios: claimants(defect, scenarios) });
      trials.push(trial);
      for (const line of progress.lines(trial)) console.log(line);
    }
    await lane.close();
  };
  await Promise.all(lanes.map(work));
  return trials;
}

async function writeProof(proof: Proof): Promise<void> {
  await mkdir('reports', { recursive: true });
  await writeFile('reports/proof.json', `${JSON.stringify(proof, null, 2)}\n`);
}

unreadIsNoError();
process.exitCode = await main();
