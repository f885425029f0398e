import { momentText } from '../amounts/moment-text.ts';
import { clusterText } from '../settings/cluster-uid.ts';
import { shardText } from '../settings/shard-text.ts';
import { mergedRuns, mergedRunsText } from '../signoff/merged-runs.ts';
import type { Verdicts } from '../verdict/model.ts';

/** Name and value of everything that a reader must know about a run before its results. */
export type RunFacts = readonly (readonly [name: string, value: string])[];

type Fact = (verdicts: Verdicts) => string | undefined;

const listed = (entries: Readonly<Record<string, string>> = {}): string =>
  Object.entries(entries)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');

const FACTS: Readonly<Record<string, Fact>> = {
  Decision: ({ gate }) => gate.decision,
  Run: ({ inputs }) => inputs.runFile?.settings.run.id,
  'Merged runs': ({ inputs }) => mergedRunsText(mergedRuns(inputs)),
  Target: ({ inputs: { runFile } }) => {
    const target = runFile?.settings.target;
    return target && targetOf(target.name, target.context, target.timeScale);
  },
  Cluster: ({ inputs: { runFile } }) => runFile && clusterText(runFile),
  Releases: ({ inputs: { runFile } }) =>
    Object.entries(runFile?.settings.releases ?? {})
      .map(([system, { name }]) => `${system} ${name}`)
      .join(', '),
  Defects: ({ inputs: { runFile } }) => runFile?.settings.defects?.join(', '),
  'Versions found': ({ inputs: { runFile } }) => listed(runFile?.versions),
  Seed: ({ inputs: { runFile } }) => runFile && String(runFile.settings.run.seed),
  Shard: ({ inputs: { runFile } }) => runFile?.settings.shard && shardText(runFile.settings.shard),
  Started: ({ inputs: { run } }) => run.startedAt?.toISOString(),
  Ended: ({ inputs: { run } }) => run.endedAt?.toISOString() ?? (run.interrupted ? 'interrupted' : undefined),
};

/** Everything that may be told of a run, in the order in which it is. */
export const factNames = (): string[] => Object.keys(FACTS);

/** What is known of a run: where, which promises, which versions, which seed, and what was decided. */
export const runFacts = (verdicts: Verdicts): RunFacts =>
  Object.entries(FACTS).flatMap(([name, read]) => {
    const value = read(verdicts);
    return value ? [[name, value] as const] : [];
  });

/** The same as people read it: moments without seconds. Data keeps them as they were recorded. */
export const readableFacts = (verdicts: Verdicts): RunFacts =>
  runFacts(verdicts).map(([name, value]) => [name, momentText(value)] as const);

function targetOf(name: string, context: string | undefined, timeScale: number): string {
  const details = [
    ...(context === undefined ? [] : [`context ${context}`]),
    ...(timeScale === 1 ? [] : [`time × ${timeScale}`]),
  ];
  return details.length > 0 ? `${name} (${details.join(', ')})` : name;
}
