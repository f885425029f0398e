import { PRIORITIES, type Priority } from './inventory.ts';
import type { RequirementVerdict, ScenarioVerdict, Verdicts } from './model.ts';
import { leftOutSystems, partsOf } from './target-systems.ts';
import { VERDICTS, type Verdict, wasTried } from './verdicts.ts';

/** How many of each verdict; verdicts that do not occur are left out. */
export type Tally = Readonly<Partial<Record<Verdict, number>>>;

export interface Totals {
  readonly scenarios: Tally;
  readonly requirements: Tally;
  readonly checks: Tally;
  /** The same of the systems that the target names alone. */
  readonly ofTarget: { readonly requirements: Tally; readonly checks: Tally };
  /** Checks whose deciding place was shown to be able to fail. */
  readonly proven: number;
  /** Scenarios that the features define, and how many of them the filters left out. */
  readonly selection: Selection;
  /** Requirements of the systems that the target names, and those of them that nothing decides anything of yet. */
  readonly judged: number;
  readonly open: number;
  /** By system and priority, in the order of the inventory. */
  readonly groups: readonly Group[];
  /** The same by category: what a release manager compares release by release. */
  readonly categories: readonly CategoryGroup[];
}

export interface Group {
  readonly system: string;
  readonly priority: string;
  readonly requirements: Tally;
  readonly checks: Tally;
}

export interface Selection {
  readonly defined: number;
  readonly left: number;
}

/** The checks of one category of a system, by priority; priorities without checks are left out. */
export interface CategoryGroup {
  readonly system: string;
  readonly category: string;
  readonly requirements: Tally;
  readonly checks: Readonly<Partial<Record<Priority, Tally>>>;
}

/** Every count that any report shows: computed here, once. */
export function totalsOf({ scenarios, requirements, inputs }: Verdicts): Totals {
  const part = partsOf(inputs.inventory, leftOutSystems(inputs));
  const judged = requirements.filter((it) => part.requirement(it.requirement));
  const systems = [...new Set(inputs.inventory.requirements.map(({ system }) => system))];
  const groups = systems.flatMap((system) =>
    PRIORITIES.flatMap((priority) => {
      const own = requirements.filter(
        ({ requirement }) => requirement.system === system && requirement.priority === priority,
      );
      return own.length === 0
        ? []
        : [{ system, priority, requirements: tally(own), checks: tally(checksOf(own)) }];
    }),
  );
  return {
    scenarios: tally(scenarios),
    requirements: tally(requirements),
    checks: tally(checksOf(requirements)),
    ofTarget: { requirements: tally(judged), checks: tally(checksOf(judged)) },
    proven: checksOf(requirements).filter(({ proof }) => proof === 'proven').length,
    selection: selectionOf(scenarios),
    judged: judged.length,
    open: judged.filter(isOpen).length,
    groups,
    categories: categoriesOf(requirements),
  };
}

function categoriesOf(requirements: readonly RequirementVerdict[]): CategoryGroup[] {
  const byName = Map.groupBy(requirements, ({ requirement: it }) => `${it.system}/${it.category}`);
  return [...byName.values()].flatMap((own) => {
    const first = own[0]?.requirement;
    if (first === undefined) return [];
    const checks = PRIORITIES.flatMap((priority) => {
      const counted = checksOf(own.filter(({ requirement }) => requirement.priority === priority));
      return counted.length === 0 ? [] : [[priority, tally(counted)] as const];
    });
    const { system, category } = first;
    return [{ system, category, requirements: tally(own), checks: Object.fromEntries(checks) }];
  });
}

const checksOf = (requirements: readonly RequirementVerdict[]) =>
  requirements.flatMap(({ checks }) => checks);

/** How many scenarios there are, and how many of them the filters of the run left out. */
export const selectionOf = (scenarios: readonly Pick<ScenarioVerdict, 'scenario'>[]): Selection => ({
  defined: scenarios.length,
  left: scenarios.filter(({ scenario }) => !scenario.selected).length,
});

/** No step or row decides any of its checks, and nothing else speaks for one. */
export const isOpen = ({ checks }: RequirementVerdict): boolean =>
  checks.every(({ verdict, places }) => verdict === 'not-run' && places.length === 0);

/** The share of what was tried that passed; undefined where nothing was tried. */
export function passRate(counts: Tally): number | undefined {
  const tried = VERDICTS.filter(wasTried).reduce((sum, verdict) => sum + (counts[verdict] ?? 0), 0);
  return tried === 0 ? undefined : (counts.passed ?? 0) / tried;
}

/** Counts verdicts, the worst first. */
export function tally(judged: readonly { readonly verdict: Verdict }[]): Tally {
  const counts = Map.groupBy(judged, ({ verdict }) => verdict);
  return Object.fromEntries(
    VERDICTS.flatMap((verdict) => {
      const count = counts.get(verdict)?.length;
      return count === undefined ? [] : [[verdict, count]];
    }),
  );
}

/** `12 passed, 1 failed`: the worst first; `none` for an empty tally. */
export const tallyText = (counts: Tally): string =>
  Object.entries(counts)
    .map(([verdict, count]) => `${count} ${verdict}`)
    .join(', ') || 'none';

/** One cause with everything that it stopped: scenarios with the same verdict and reason. */
export interface Cause {
  readonly reason: string;
  readonly scenarios: readonly ScenarioVerdict[];
}

/** The causes of one verdict, the one that stopped most first. */
export function causesOf({ scenarios }: Verdicts, verdict: Verdict): Cause[] {
  const own = scenarios.filter((scenario) => scenario.verdict === verdict);
  const groups = Map.groupBy(own, ({ reason }) => reason ?? 'no reason given');
  return [...groups]
    .map(([reason, group]) => ({ reason, scenarios: group }))
    .sort((a, b) => b.scenarios.length - a.scenarios.length);
}
