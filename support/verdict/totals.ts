import type { RequirementVerdict, ScenarioVerdict, Verdicts } from './model.ts';
import { VERDICTS, type Verdict } from './verdicts.ts';

/** How many of each verdict; verdicts that do not occur are left out. */
export type Tally = Readonly<Partial<Record<Verdict, number>>>;

export interface Totals {
  readonly scenarios: Tally;
  readonly requirements: Tally;
  readonly checks: Tally;
  /** Checks whose deciding place was shown to be able to fail. */
  readonly proven: number;
  /** By system and priority, in the order of the inventory. */
  readonly groups: readonly Group[];
}

export interface Group {
  readonly system: string;
  readonly priority: string;
  readonly requirements: Tally;
  readonly checks: Tally;
}

/** Every count that any report shows: computed here, once. */
export function totalsOf({ scenarios, requirements, inputs }: Verdicts): Totals {
  const systems = [...new Set(inputs.inventory.requirements.map(({ system }) => system))];
  const groups = systems.flatMap((system) =>
    ['P0', 'P1', 'P2', 'P3'].flatMap((priority) => {
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
    proven: checksOf(requirements).filter(({ proof }) => proof === 'proven').length,
    groups,
  };
}

const checksOf = (requirements: readonly RequirementVerdict[]) =>
  requirements.flatMap(({ checks }) => checks);

function tally(judged: readonly { readonly verdict: Verdict }[]): Tally {
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
