import type { Settings } from '../settings/settings.ts';
import { isSimulated } from '../settings/simulated.ts';
import type { Verdicts } from '../verdict/model.ts';
import type { RecordedRun } from '../verdict/recorded-run.ts';
import { momentText } from './moment-text.ts';

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
    [
      'Target',
      settings && targetOf(settings.target.name, settings.target.context, settings.target.timeScale),
    ],
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

/** `1 of 4`. */
export const shardText = ({ index, count }: NonNullable<Settings['shard']>): string => `${index} of ${count}`;

/** What every report says beside a decision on a simulated cluster, unless the decision says it itself. */
export const rehearsalNote = ({ inputs, gate }: Verdicts): string =>
  isSimulated(inputs.runFile) && gate.decision !== 'REHEARSAL' ? ' (rehearsal on a simulated cluster)' : '';

/** The decision in one line, the title of what decides. */
export const decisionText = (verdicts: Verdicts): string =>
  `${verdicts.gate.decision}${rehearsalNote(verdicts)}: ${verdicts.gate.because}`;

/** Real time in which the run, or any of the merged runs, was going on, in milliseconds. */
export const wallClock = ({ inputs: { run } }: Verdicts): number => timeIn(run.spans);

/** How long any of some spans was going on, in milliseconds: what they share counts once. */
export function timeIn(spans: RecordedRun['spans']): number {
  let total = 0;
  let until = 0;
  for (const { start, end } of spans.toSorted((a, b) => a.start - b.start)) {
    total += Math.max(0, end - Math.max(start, until));
    until = Math.max(until, end);
  }
  return total;
}
