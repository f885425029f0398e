import { type References, referencesOf } from '../figures/references.ts';
import { clusterText } from '../settings/cluster-uid.ts';
import type { RunFile } from '../settings/settings.ts';
import { shardText } from '../settings/shard-text.ts';
import { isSimulated } from '../settings/simulated.ts';
import { decisionText } from '../verdict/decision-text.ts';
import { GATE_RULES } from '../verdict/gate-rules.ts';
import type { DecisionWord, RequirementVerdict, VerdictInputs, Verdicts } from '../verdict/model.ts';
import { type PlannedGroup, plannedAgainstDefined } from '../verdict/planned.ts';
import { podImages } from '../verdict/pod-images.ts';
import { type LeftOutSystem, leftOutText } from '../verdict/target-systems.ts';
import { causesOf, type Totals, totalsOf } from '../verdict/totals.ts';
import { wallClock } from '../verdict/wall-clock.ts';
import { type SettledByDeviation, settledByDeviation } from './deviations.ts';
import type { Digest } from './digests.ts';
import { type DocumentedIssue, documentedIssue } from './documented-issues.ts';
import { type ExceptionLine, exceptionLine } from './exception-line.ts';
import { type TestedImage, testedImages } from './images.ts';
import type { Invocation } from './invocation.ts';
import { type Issue, issuesFound } from './issues.ts';
import { type MergedRun, mergedRuns } from './merged-runs.ts';
import { type Unpromised, unpromisedChecks } from './unpromised.ts';

/** What was recorded besides the verdicts. */
export interface RunRecord {
  readonly digests: readonly Digest[];
  /** How the run was started; one for each run of a merge. */
  readonly invocations: readonly Invocation[];
  /** What of the records could not be read, one sentence each. */
  readonly problems: readonly string[];
}

/** `signoff.json`: everything that a release manager decides by, and an auditor follows. */
export interface SignOff {
  /** The decision and its reason in one line. */
  readonly title: string;
  readonly decision: DecisionWord;
  readonly because: string;
  readonly exitCode: number;
  /** How many figures were compared with earlier runs. */
  readonly figures: References;
  readonly blockers: readonly string[];
  /** What keeps it from GO without having failed: the doubts, then what was not looked at. */
  readonly missing: readonly string[];
  readonly doubts: readonly string[];
  readonly unseen: readonly string[];
  /** Systems of the inventory that the target does not name, and that are not judged therefore. */
  readonly notPartOfTarget: readonly LeftOutSystem[];
  readonly notes: readonly string[];
  readonly run: {
    readonly id?: string;
    /** All runs that were judged as one, where there are several. */
    readonly merged?: readonly MergedRun[];
    readonly startedAt?: string;
    readonly endedAt?: string;
    readonly milliseconds: number;
    readonly interrupted: boolean;
    readonly seed?: number;
    readonly shard?: string;
    /** Defects that the cluster had. */
    readonly defects?: readonly string[];
  };
  readonly target?: {
    readonly name: string;
    readonly context?: string;
    /** Uid of its namespace kube-system, or why nobody knows it; absent of a simulated cluster, which is made anew for each run. */
    readonly cluster?: string;
    readonly simulated: boolean;
    readonly timeScale: number;
  };
  /** Targets of other merged runs, where they differ: `run r2: kind, context kind-kind`. */
  readonly otherTargets: readonly string[];
  readonly versions: Readonly<Record<string, string>>;
  readonly images: readonly TestedImage[];
  readonly missingCapabilities: readonly { readonly name: string; readonly found: string }[];
  readonly releases: readonly { readonly system: string; readonly name: string; readonly file: string }[];
  readonly gateRules: readonly string[];
  readonly totals: Totals;
  readonly planned: readonly PlannedGroup[];
  readonly issues: readonly Issue[];
  readonly documentedIssues: readonly DocumentedIssue[];
  /** The same by component: `controller.go: ISSUE-001, ISSUE-004`. */
  readonly documentedByComponent: readonly string[];
  readonly exceptions: readonly ExceptionLine[];
  /** Checks of P0 and P1 that nothing decides: a deviation is all that speaks for them. */
  readonly settledByDeviation: readonly SettledByDeviation[];
  /** Checks of P0 and P1 that the release in use does not promise, or whose alternative holds. */
  readonly unpromised: readonly Unpromised[];
  readonly skipped: readonly Left[];
  readonly notPromised: readonly Left[];
  readonly digests: readonly Digest[];
  readonly reproduce: readonly Invocation[];
}

/** What was not judged, and why. */
export interface Left {
  readonly reason: string;
  readonly what: readonly string[];
}

/** Titles of what keeps a run from GO without having failed. */
export const IN_DOUBT = 'What is in doubt';
export const NOT_LOOKED_AT = 'What was not looked at';

/** What is to know and does not stand under the systems that are no part of the target already. */
export function otherNotes({ notes, notPartOfTarget }: SignOff): string[] {
  const told = notPartOfTarget.map(leftOutText);
  return notes.filter((note) => !told.includes(note));
}

/** Puts together what the model and the records say; counts nothing itself. */
export function signOff(verdicts: Verdicts, { digests, invocations, problems }: RunRecord): SignOff {
  const { gate, inputs } = verdicts;
  const documented = verdicts.requirements.flatMap(documentedIssue);
  return {
    title: decisionText(verdicts),
    decision: gate.decision,
    because: gate.because,
    exitCode: gate.exitCode,
    figures: referencesOf(verdicts),
    blockers: [...inputs.problems, ...gate.blockers],
    missing: gate.missing,
    doubts: gate.doubts,
    unseen: gate.unseen,
    notPartOfTarget: gate.leftOut,
    notes: [...gate.notes, ...problems],
    run: runOf(verdicts),
    ...foundOf(inputs),
    ...mergedFrom(inputs),
    gateRules: [...GATE_RULES, ...gate.leftOut.map(leftOutText)],
    totals: totalsOf(verdicts),
    planned: plannedAgainstDefined(verdicts),
    issues: issuesFound(verdicts),
    documentedIssues: documented,
    documentedByComponent: [...Map.groupBy(documented, ({ component }) => component)].map(
      ([component, own]) => `${component}: ${own.map(({ id }) => id).join(', ')}`,
    ),
    exceptions: inputs.exceptions.map((entry) => exceptionLine(entry, inputs.today)),
    settledByDeviation: settledByDeviation(verdicts.requirements),
    unpromised: unpromisedChecks(verdicts.requirements),
    skipped: causesOf(verdicts, 'skipped').map(({ reason, scenarios }) => ({
      reason,
      what: scenarios.map(({ scenario }) => `${scenario.defined.name} (${scenario.defined.key})`),
    })),
    notPromised: notPromised(verdicts.requirements),
    digests,
    reproduce: invocations,
  };
}

/** What the coordinator found; nothing of a recording from elsewhere. */
function foundOf({
  runFile,
  run,
}: VerdictInputs): Pick<SignOff, 'target' | 'versions' | 'images' | 'missingCapabilities'> {
  if (runFile === undefined) return { versions: {}, images: [], missingCapabilities: [] };
  const { versions, capabilities } = runFile;
  return {
    target: targetOf(runFile),
    versions,
    images: testedImages(runFile, podImages(run.scenarios)),
    missingCapabilities: Object.entries(capabilities).flatMap(([name, { present, found }]) =>
      present ? [] : [{ name, found }],
    ),
  };
}

/** What merged runs were about, each table and target once. */
function mergedFrom({ runFiles = [] }: VerdictInputs): Pick<SignOff, 'releases' | 'otherTargets'> {
  const tables = runFiles.flatMap(({ settings }) => Object.values(settings.releases));
  const byTable = new Map(
    tables.map(({ system, name, file }) => [`${system} ${name} ${file}`, { system, name, file }]),
  );
  const [first, ...others] = runFiles.map((runFile) => ({
    run: runFile.settings.run.id,
    ...targetOf(runFile),
  }));
  const text = ({ name, context }: { name: string; context?: string }): string =>
    [name, ...(context === undefined ? [] : [`context ${context}`])].join(', ');
  return {
    releases: [...byTable.values()],
    otherTargets: others
      .filter((other) => first && text(other) !== text(first))
      .map((other) => `run ${other.run}: ${text(other)}`),
  };
}

function runOf(verdicts: Verdicts): SignOff['run'] {
  const { run, runFile } = verdicts.inputs;
  const settings = runFile?.settings;
  const merged = mergedRuns(verdicts.inputs);
  return {
    ...(settings && { id: settings.run.id, seed: settings.run.seed }),
    ...(merged.length > 0 && { merged }),
    ...(settings?.shard && { shard: shardText(settings.shard) }),
    ...(settings?.defects && { defects: settings.defects }),
    ...(run.startedAt && { startedAt: run.startedAt.toISOString() }),
    ...(run.endedAt && { endedAt: run.endedAt.toISOString() }),
    milliseconds: wallClock(verdicts),
    interrupted: run.interrupted,
  };
}

const targetOf = (runFile: RunFile): NonNullable<SignOff['target']> => {
  const { target } = runFile.settings;
  const cluster = clusterText(runFile);
  return {
    name: target.name,
    ...(target.context !== undefined && { context: target.context }),
    ...(cluster !== undefined && { cluster }),
    simulated: isSimulated(runFile),
    timeScale: target.timeScale,
  };
};

function notPromised(requirements: readonly RequirementVerdict[]): Left[] {
  const checks = requirements.flatMap((it) => it.checks).filter(({ verdict }) => verdict === 'not-promised');
  const groups = Map.groupBy(checks, ({ reason }) => reason ?? 'no reason given');
  return [...groups].map(([reason, own]) => ({ reason, what: own.map(({ check }) => check.id) }));
}
