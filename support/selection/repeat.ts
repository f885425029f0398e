import { readFileSync } from 'node:fs';
import path from 'node:path';
import { loadVerdicts } from '../judge/load.ts';
import { findRun, keptRecording, restingOn } from '../runs/run-place.ts';
import { commonRunOf } from '../settings/common-run.ts';
import type { RepeatedRun, RunFile, Settings, Shard } from '../settings/settings.ts';
import { sha256Of } from '../sha256.ts';
import { INVOCATION_FILE, invocationFrom, readInvocations } from '../signoff/invocation.ts';
import type { DefinedScenario } from '../verdict/defined-scenarios.ts';
import type { Verdicts } from '../verdict/model.ts';
import type { Recording } from '../verdict/repeated-runs.ts';
import type { Verdict } from '../verdict/verdicts.ts';
import { type MovedFile, movedFiles } from './moved.ts';

/** What a run left to be done again. */
export interface Repeat {
  readonly run: string;
  /** RFC 3339; absent where nothing tells. */
  readonly startedAt?: string;
  /** Where it ran, if that is known. */
  readonly place?: Place;
  /** What it was of a run on several machines: what repeats it is that as well. */
  readonly shard?: Shard;
  /** The common run that it names: what repeats it is a part of that, too. */
  readonly commonRun?: string;
  /** The attempt that its job was at: what repeats it is of that. */
  readonly attempt?: number;
  /** It and the runs that it repeated, newest first: what the new run is merged with. */
  readonly runs: readonly RepeatedRun[];
  /** Scenarios and changed feature files; none where everything came to its end: its verdict stands as it is. */
  readonly left: readonly string[];
  /** Feature files that were moved since, given what there is now: what they left cannot be repeated under another path. */
  moved(scenarios: readonly DefinedScenario[]): MovedFile[];
  /** Whether a scenario is to run again. */
  includes(scenario: DefinedScenario): boolean;
}

/** Verdicts of scenarios that are repeated; a run that ended early leaves some that never started. */
const REPEATED: readonly Verdict[] = ['failed', 'blocked', 'not-reached', 'not-run'];

/**
 * Reads what a run left to be done again: the scenarios that failed, were blocked, or were selected and did not come to
 * their end. Of a feature file that has changed since, every scenario that the run selected or did not know is
 * repeated, because the old verdicts are about other sentences. Throws one sentence for a run that does not exist, and for
 * one of which nothing ran.
 */
export async function repeatOf(text: string): Promise<Repeat> {
  const { name, directory, recording } = await findRun(text);
  const kept = await keptRecording(name);
  const verdicts = await loadVerdicts(await restingOn([kept ?? recording]));
  const { runFile, recordings = [] } = verdicts.inputs;
  if (runFile && !wasEntered(runFile)) throw new Error(await nothingOf(runFile, directory));
  const keys = new Set(
    verdicts.scenarios
      .filter(
        ({ scenario, verdict }) => (scenario.selected || scenario.unbegun) && REPEATED.includes(verdict),
      )
      .map(({ scenario }) => scenario.defined.key),
  );
  const changed = changedFiles(verdicts);
  const commonRun = commonRunOf(runFile?.settings ?? {});
  return {
    run: name,
    ...(runFile && { place: runFile.settings, startedAt: runFile.settings.run.startedAt }),
    ...(runFile?.settings.shard && { shard: runFile.settings.shard }),
    ...(commonRun !== undefined && { commonRun }),
    ...(runFile?.settings.attempt && { attempt: runFile.settings.attempt }),
    runs: recordings.map(named),
    left: [...new Set([...changed.keys(), ...keys])],
    moved: (scenarios) => movedFiles(verdicts.inputs.run, scenarios),
    includes: (scenario) => changed.get(scenario.uri)?.(scenario) ?? keys.has(scenario.key),
  };
}

/** Nobody knows on what system the scenarios of a run were to run that ended before it looked around. */
const wasEntered = ({ capabilities, versions }: RunFile): boolean =>
  Object.keys(capabilities).length > 0 || Object.keys(versions).length > 0;

async function nothingOf(runFile: RunFile, directory: string): Promise<string> {
  const { id } = runFile.settings.run;
  const invocations = await readInvocations(path.join(directory, INVOCATION_FILE));
  const { command } = invocations?.find(({ run }) => run === id) ?? invocationFrom(runFile);
  return `nothing of run ${id} ran, which ended before its cluster was looked at: start it anew: ${command}`;
}

/** Later on a place alone would not tell which run lay there. Throws for a recording of which nobody knows the run. */
function named({ run, began: _start, ended: _end, ...recording }: Recording): RepeatedRun {
  if (run !== undefined) return { run, ...recording };
  throw new Error(
    `${recording.messages} does not say of which run it is, and no run.json beside it does: it cannot be repeated, only begun anew`,
  );
}

/** What of the settings says where a run goes. */
export type Place = Pick<Settings, 'target' | 'releases' | 'defects'>;

/**
 * A target, its context and clock, the releases that it is expected to keep, and the defects that it has in the run, in words:
 * `cluster (context prod, kserve document)`.
 */
export function placeText({ target, releases, defects }: Place): string {
  const promised = Object.values(releases).map(({ system, name }) => `${system} ${name}`);
  const broken = defects ? ` with the defects ${defects.toSorted().join(', ')}` : '';
  const details = [
    ...(target.context === undefined || target.launcher ? [] : [`context ${target.context}`]),
    ...(target.timeScale === 1 ? [] : [`time × ${target.timeScale}`]),
    promised.sort().join(', ') || 'no release',
  ];
  return `${target.name} (${details.join(', ')})${broken}`;
}

/** Two places in words, the context in both or in neither: a run that was cut off early had not settled on one. */
export function placeTexts(one: Place, other: Place): [string, string] {
  if (one.target.context !== undefined && other.target.context !== undefined)
    return [placeText(one), placeText(other)];
  const [a, b] = [one, other].map((place) => {
    const { context: _unknown, ...target } = place.target;
    return placeText({ ...place, target });
  });
  return [a ?? '', b ?? ''];
}

/** Of each feature file whose text has changed: which of its scenarios are repeated. */
function changedFiles({ inputs: { run } }: Verdicts): Map<string, (scenario: DefinedScenario) => boolean> {
  const files = Map.groupBy(run.sources, ({ uri }) => uri);
  const changed = [...files].filter(([uri, texts]) => !texts.some(({ sha256 }) => sha256 === digestOf(uri)));
  return new Map(
    changed.map(([uri]) => {
      const own = run.scenarios.filter(({ defined }) => defined.uri === uri);
      const left = new Set(own.filter(({ selected }) => !selected).map(({ defined }) => defined.name));
      const any = own.some(({ selected }) => selected);
      return [uri, ({ name }: DefinedScenario) => any && !left.has(name)];
    }),
  );
}

function digestOf(uri: string): string | undefined {
  try {
    return sha256Of(readFileSync(uri, 'utf8'));
  } catch {
    return undefined;
  }
}
