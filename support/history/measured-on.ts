import type { RunFile } from '../settings/settings.ts';
import type { VerdictInputs } from '../verdict/model.ts';
import { type Place, placeOf } from './same-target.ts';

type Runs = Pick<VerdictInputs, 'runFile' | 'runFiles'>;

const runsOf = ({ runFile, runFiles = [] }: Runs): readonly RunFile[] =>
  runFiles.length > 0 || runFile === undefined ? runFiles : [runFile];

const machinesOf = (runs: Runs): (string | undefined)[] => [
  ...new Set(runsOf(runs).map(({ machine }) => machine)),
];

/** Where some runs went together. Its machine is that of all of them: unknown where one does not say it, or they differ. */
export function placeOfAll(runs: Runs): Place | undefined {
  if (runs.runFile === undefined) return undefined;
  const { machine: _first, ...place } = placeOf(runs.runFile);
  const [machine, ...others] = machinesOf(runs);
  return others.length > 0 || machine === undefined ? place : { ...place, machine };
}

/** Why the figures of some runs cannot be judged by those of earlier ones; undefined where they can. */
export function machineDoubt(runs: Runs): string | undefined {
  const silent = runsOf(runs).find(({ machine }) => machine === undefined);
  const judged = 'figures are judged by no earlier run';
  if (silent)
    return `run ${silent.settings.run.id} does not say on which class of machine it measured (its run.json is of an earlier suite): ${judged}`;
  const machines = machinesOf(runs);
  return machines.length > 1
    ? `the runs measured on different classes of machine (${machines.join('; ')}): ${judged}`
    : undefined;
}
