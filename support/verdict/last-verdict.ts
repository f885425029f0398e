import type { HistoryRecord } from '../runs/history-record.ts';
import type { DefinedScenario } from './defined-scenarios.ts';
import { scenarioIds } from './scenario-ids.ts';
import { VERDICTS, type Verdict, wasTried, worstOf } from './verdicts.ts';

/** How a scenario came out in the latest earlier run on the target that tried it. */
export interface LastVerdict {
  readonly verdict: Verdict;
  readonly run: string;
  readonly startedAt: string;
}

/**
 * The last verdict of some scenarios in earlier runs on the same target, by their key; those that no run tried are absent.
 * A run has to have tried the scenario itself: its checks may be decided elsewhere, too. `all` are the scenarios there are.
 */
export function lastVerdicts(
  some: readonly DefinedScenario[],
  all: readonly DefinedScenario[],
  earlier: readonly HistoryRecord[],
): Map<string, LastVerdict> {
  const found = new Map<string, LastVerdict>();
  if (some.length === 0 || earlier.length === 0) return found;
  const ids = scenarioIds(all);
  const latestFirst = earlier.toReversed();
  for (const scenario of some) {
    const last = lastVerdict(scenario, ids.get(scenario.key) ?? scenario.name, latestFirst);
    if (last) found.set(scenario.key, last);
  }
  return found;
}

function lastVerdict(
  { claims }: DefinedScenario,
  id: string,
  latestFirst: readonly HistoryRecord[],
): LastVerdict | undefined {
  const own = new Set(claims.map(({ check }) => check));
  for (const { took, checks, run, startedAt } of latestFirst) {
    if (took[id] === undefined) continue;
    const verdict = worstOf(VERDICTS.filter((it) => checks[it]?.some((check) => own.has(check))));
    if (wasTried(verdict)) return { verdict, run, startedAt };
  }
  return undefined;
}
