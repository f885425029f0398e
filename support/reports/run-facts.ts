import { momentText } from '../amounts/moment-text.ts';
import { clusterText } from '../settings/cluster-uid.ts';
import { shardText } from '../settings/shard-text.ts';
import { mergedRuns, mergedRunsText } from '../signoff/merged-runs.ts';
import type { Verdicts } from '../verdict/model.ts';

/** Name and value of everything that a reader must know about a run before its results. */
export type RunFacts = readonly (readonly [name: string, value: string])[];

/** What is known of a run: where, which promises, which versions, which seed, and what was decided. */
export function runFacts({ inputs, gate }: Verdicts): RunFacts {
  const { run, runFile } = inputs;
  const settings = runFile?.settings;
  const releases = Object.entries(settings?.releases ?? {}).map(([system, { name }]) => `${system} ${name}`);
  const versions = Object.entries(runFile?.versions ?? {}).map(([name, version]) => `${name} ${version}`);
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['Decision', gate.decision],
    ['Run', settings?.run.id],
    ['Merged runs', mergedRunsText(mergedRuns(inputs))],
    [
      'Target',
      settings && targetOf(settings.target.name, settings.target.context, settings.target.timeScale),
    ],
    ['Cluster', runFile && clusterText(runFile)],
    ['Releases', releases.join(', ')],
    ['Defects', settings?.defects?.join(', ')],
    ['Versions found', versions.join(', ')],
    ['Seed', settings && String(settings.run.seed)],
    ['Shard', settings?.shard && shardText(settings.shard)],
    ['Started', run.startedAt?.toISOString()],
    ['Ended', run.endedAt?.toISOString() ?? (run.interrupted ? 'interrupted' : undefined)],
  ];
  return facts.flatMap(([name, value]) => (value ? [[name, value] as const] : []));
}

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
