import { unmetRequirements } from '../capabilities/capabilities.ts';
import { type Estimates, secondsTogether } from '../history/estimates.ts';
import { missingCapability, needsOf } from '../scenario/skip.ts';
import type { RunFile, Target } from '../settings/settings.ts';
import { isSimulated } from '../settings/simulated.ts';
import type { DefinedScenario } from '../verdict/defined-scenarios.ts';
import { add, type Demand, most, NOTHING } from './demand.ts';
import { type Deployed, deployedBy } from './deployed.ts';

/** What a run would do on a target. */
export interface Plan {
  readonly target: string;
  readonly context?: string;
  readonly simulated: boolean;
  readonly workers: number;
  readonly files: readonly PlannedFile[];
  /** Scenarios by what would become of them. */
  readonly counts: { readonly run: number; readonly skip: number; readonly leftOut: number };
  /** Objects that would be created from manifests, by kind; what is shared counts once. */
  readonly objects: Readonly<Record<string, number>>;
  /** What any one feature file asks for at most, and what so many files as there are workers ask for together. */
  readonly demand: { readonly largest: Demand; readonly together: Demand };
  readonly limits: Target['limits'];
  readonly capacity: Demand;
  readonly estimate: PlannedTime;
  /** Capabilities that REQUIRE names and the target lacks. */
  readonly unmet: readonly string[];
  /** What could not be read of the features' steps. */
  readonly problems: readonly string[];
}

export interface PlannedTime {
  /** Absent where no comparable run is in the history. */
  readonly minutes?: number;
  /** Scenarios that would run and never ran before: they are taken to need what the others do. */
  readonly unknown: number;
  readonly runs: number;
}

export interface PlannedFile {
  readonly uri: string;
  readonly feature: string;
  readonly scenarios: readonly PlannedScenario[];
  /** What the file shares, and the most that one of its scenarios has of its own. */
  readonly demand: Demand;
  readonly deployed: readonly Deployed[];
}

export interface PlannedScenario {
  readonly name: string;
  readonly line: number;
  readonly requirementIds: readonly string[];
  readonly priority?: string;
  /** Why it would be skipped: `needs gpu; found no GPU on 3 nodes`. */
  readonly skipped?: string;
  readonly seconds?: number;
}

export interface PlanInputs {
  /** In the order of their start. */
  readonly scenarios: readonly DefinedScenario[];
  readonly defined: readonly DefinedScenario[];
  readonly runFile: RunFile;
  readonly capacity: Demand;
  readonly estimates: Estimates;
  /** 0 runs in one process. */
  readonly workers: number;
}

/** Plans a run: which scenarios run or are skipped and why, what they create, and how long it takes. */
export function planOf(inputs: PlanInputs): Plan {
  const { scenarios, defined, runFile, capacity } = inputs;
  const { target, require: required } = runFile.settings;
  const problems: string[] = [];
  const byFile = Map.groupBy(scenarios, ({ uri }) => uri);
  const files = [...byFile].map(([uri, own]) => plannedFile(uri, own, inputs, problems));
  const workers = Math.max(1, inputs.workers);
  const skip = files.flatMap((file) => file.scenarios).filter(({ skipped }) => skipped !== undefined).length;
  return {
    target: target.name,
    ...(target.context !== undefined && { context: target.context }),
    simulated: isSimulated(runFile),
    workers,
    files,
    counts: { run: scenarios.length - skip, skip, leftOut: defined.length - scenarios.length },
    objects: countsByKind(files.flatMap(({ deployed }) => deployed)),
    demand: {
      largest: files.reduce((demand, file) => most(demand, file.demand), NOTHING),
      together: together(
        files.map(({ demand }) => demand),
        workers,
      ),
    },
    limits: target.limits,
    capacity,
    estimate: timeOf(inputs, workers),
    unmet: unmetRequirements(required, runFile.capabilities),
    problems,
  };
}

function plannedFile(
  uri: string,
  scenarios: readonly DefinedScenario[],
  { runFile, estimates }: PlanInputs,
  problems: string[],
): PlannedFile {
  const { target } = runFile.settings;
  const shared = new Map<string, Deployed>();
  const own: Deployed[] = [];
  let largest = NOTHING;
  for (const scenario of scenarios) {
    if (skippedBecause(scenario, runFile) !== undefined) continue;
    const deployed = deployedBy(scenario, target, problems);
    for (const object of deployed)
      if (object.shared !== undefined) shared.set(`${object.manifest} ${object.shared}`, object);
    const alone = deployed.filter((object) => object.shared === undefined);
    own.push(...alone);
    largest = most(largest, sum(alone));
  }
  return {
    uri,
    feature: scenarios[0]?.feature.name ?? '',
    scenarios: scenarios.map((scenario) => plannedScenario(scenario, runFile, estimates)),
    demand: add(sum([...shared.values()]), largest),
    deployed: [...shared.values(), ...own],
  };
}

function plannedScenario(
  scenario: DefinedScenario,
  runFile: RunFile,
  { seconds }: Estimates,
): PlannedScenario {
  const { name, line, requirementIds, priority, key } = scenario;
  const skipped = skippedBecause(scenario, runFile);
  const known = skipped === undefined ? seconds.get(key) : undefined;
  return {
    name,
    line,
    requirementIds,
    ...(priority !== undefined && { priority }),
    ...(skipped !== undefined && { skipped }),
    ...(known !== undefined && { seconds: known }),
  };
}

/** The same rule by which a run skips. */
function skippedBecause({ tags, requirementIds }: DefinedScenario, runFile: RunFile): string | undefined {
  const names = tags.map(({ name }) => name.slice(1));
  const missing = missingCapability(
    needsOf(names, requirementIds, runFile.needs ?? {}),
    runFile.capabilities,
  );
  return missing && `needs ${missing.needs}; found ${missing.found}`;
}

const sum = (objects: readonly Deployed[]): Demand =>
  objects.reduce((total, { demand }) => add(total, demand), NOTHING);

/** The most that so many files can ask for at one time, whichever they are. */
function together(files: readonly Demand[], count: number): Demand {
  const largest = (read: (demand: Demand) => number): number =>
    files
      .map(read)
      .sort((a, b) => b - a)
      .slice(0, count)
      .reduce((total, value) => total + value, 0);
  return {
    pods: largest(({ pods }) => pods),
    cpu: largest(({ cpu }) => cpu),
    memory: largest(({ memory }) => memory),
    gpus: largest(({ gpus }) => gpus),
  };
}

function countsByKind(objects: readonly Deployed[]): Record<string, number> {
  const kinds = Map.groupBy(objects, ({ kind }) => kind);
  return Object.fromEntries([...kinds].map(([kind, own]): [string, number] => [kind, own.length]).sort());
}

function timeOf({ scenarios, runFile, estimates }: PlanInputs, workers: number): PlannedTime {
  const running = scenarios.filter((scenario) => skippedBecause(scenario, runFile) === undefined);
  const unknown = running.filter(({ key }) => !estimates.seconds.has(key)).length;
  const { runs } = estimates;
  if (estimates.seconds.size === 0) return { unknown, runs };
  const ahead = running.map(({ key, tags }) => ({
    seconds: estimates.seconds.get(key) ?? estimates.usual,
    alone: tags.some(({ name }) => name === '@alone'),
  }));
  return { minutes: secondsTogether(ahead, workers) / 60, unknown, runs };
}
