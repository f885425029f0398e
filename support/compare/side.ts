import { judge } from '../judge/judge.ts';
import { loadVerdicts } from '../judge/load.ts';
import { findRun, restingOn } from '../runs/run-place.ts';
import { suitesOf } from '../signoff/judged-facts.ts';
import { startsOf } from '../signoff/records.ts';
import type { Verdicts } from '../verdict/model.ts';
import { type Decided, worstOf } from '../verdict/verdicts.ts';
import { type Promised, promisesOf } from './promise.ts';

/** One of the two runs of a comparison. */
export interface Side {
  readonly name: string;
  readonly verdicts: Verdicts;
  /** What the run was asked to judge, by check id: selected or not. */
  readonly promises: ReadonlyMap<string, Promised>;
  /** How each of these came out, and how each requirement that no scenario decides is covered. */
  readonly checks: ReadonlyMap<string, Decided>;
  /** The runner was given files or folders: what it did not read it may still have. */
  readonly paths: boolean;
  readonly suite?: string;
}

/**
 * Reads a run and judges it by what it recorded: by its own features, and by the inventory and the exceptions of
 * today, as the other side; that these are others than at the time of the run makes it no worse a run. Throws one sentence for a run that does not exist or holds nothing.
 */
export async function readSide(text: string): Promise<Side> {
  const { name, recording } = await findRun(text);
  const messages = await restingOn([recording]);
  const loaded = await loadVerdicts(messages);
  if (loaded.inputs.run.scenarios.length === 0)
    throw new Error(`${recording} holds no scenarios: there is nothing to compare`);
  const { doubts = [], doubtsOfJudge = [] } = loaded.inputs;
  const ofRun = doubts.filter((doubt) => !doubtsOfJudge.includes(doubt));
  const verdicts = judge({ ...loaded.inputs, defined: [], doubts: ofRun });
  const { invocations, problems } = await startsOf(loaded, messages);
  if (problems[0] !== undefined) throw new Error(problems[0]);
  const args = invocations.flatMap((start) => start.arguments ?? []);
  const suites = suitesOf(invocations);
  return {
    ...sideOf(name, verdicts),
    paths: args.some((argument) => /\.feature\b|^features\b/.test(argument)),
    ...(suites.length > 0 && { suite: suites.join('; ') }),
  };
}

/** A side from a run that was judged, as one that was given no files. */
export const sideOf = (name: string, verdicts: Verdicts): Side => ({
  name,
  verdicts,
  promises: promisesOf(verdicts),
  checks: checksOf(verdicts),
  paths: false,
});

/** By the inventory; a check that it does not know (any more) is as bad as the worst place that claims it. */
function checksOf({ requirements, scenarios }: Verdicts): Map<string, Decided> {
  const claims = scenarios.flatMap(({ scenario, claims: decided }) =>
    scenario.defined.claims.map(({ check }, index) => [check, decided[index]] as const),
  );
  const checks = new Map<string, Decided>();
  for (const [check, own] of Map.groupBy(claims, ([id]) => id)) {
    const verdicts = own.flatMap(([, decided]) => decided ?? []);
    const verdict = worstOf(verdicts.map((decided) => decided.verdict));
    checks.set(check, verdicts.find((decided) => decided.verdict === verdict) ?? { verdict });
  }
  for (const { check, places, verdict, reason } of requirements.flatMap((it) => it.checks))
    if (places.length > 0) checks.set(check.id, { verdict, ...(reason !== undefined && { reason }) });
  return checks;
}
