import path from 'node:path';
import { messageOf } from '../cluster/environment-error.ts';
import { currentContext } from '../cluster/kubeconfig.ts';
import { InputProblems, refuse } from '../settings/problems.ts';
import { PUBLISHED, publishes } from '../settings/publishes.ts';
import type { Shard } from '../settings/settings.ts';
import type { DefinedScenario } from '../verdict/defined-scenarios.ts';
import type { Inventory } from '../verdict/inventory.ts';
import { decides, onlyProblems } from './only.ts';
import { type Place, placeTexts, type Repeat, repeatOf } from './repeat.ts';

/** Scenarios and files that a sentence names. */
const MOST_NAMED = 3;

/** The part of the scenarios that a run was asked for, besides the runner's own filters. */
export interface Selection {
  readonly repeat?: Repeat;
  /** How what was asked for is spread over machines; absent where this run does all of it. */
  readonly split?: Shard;
  /** Mistakes in what was asked for, given what the runner's filters left; one sentence each. */
  problems(scenarios: readonly DefinedScenario[], inventory: Inventory): string[];
  includes(scenario: DefinedScenario): boolean;
}

export interface SelectionOptions {
  /** Ids of checks or requirements. */
  readonly only: readonly string[];
  /** A run, as `findRun` reads it. */
  readonly rerun?: string;
  readonly shard?: Shard;
}

/**
 * Reads `ONLY` and `RERUN`. Throws `InputProblems` for a run that does not exist, and for one of another target, other
 * releases or other defects than those of `here`: their verdicts would not be of one system.
 */
export async function readSelection(
  { only, rerun, shard }: SelectionOptions,
  here: Place,
): Promise<Selection> {
  const repeat = rerun === undefined ? undefined : await repeated(rerun, withContext(here));
  refuse(otherShard(repeat, shard));
  return {
    ...(repeat && { repeat }),
    ...(shard && !repeat?.shard && { split: shard }),
    problems: (scenarios, inventory) => [
      ...onlyProblems(only, inventory, scenarios),
      ...(repeat ? problemsOf(repeat, scenarios) : []),
    ],
    includes: (scenario) =>
      (only.length === 0 || only.some((id) => decides(scenario, id))) && repeat?.includes(scenario) !== false,
  };
}

const nothingLeft = ({ run }: Repeat): string =>
  `run ${run} left nothing to repeat: nothing failed, was blocked or did not come to its end`;

/** A moved feature is not followed: what it left would be told as not run, beside the failures of its old place. */
function problemsOf(repeat: Repeat, scenarios: readonly DefinedScenario[]): string[] {
  const moved = repeat
    .moved(scenarios)
    .map(
      ({ from, to }) =>
        `RERUN: ${from}, which run ${repeat.run} ran, is now ${to.join(' and ')}: verdicts go by the place of a scenario, so a repeat cannot be merged with them; move it back, or begin anew, with a run of its own`,
    );
  if (moved.length > 0) return moved;
  return scenarios.some(repeat.includes) ? [] : [noneOfIt(repeat)];
}

/** The runner's filters, or a feature that was taken away, leave none of what was left. */
function noneOfIt({ run, left }: Repeat): string {
  const some = left.slice(0, MOST_NAMED).join(', ');
  const more = left.length > MOST_NAMED ? ', …' : '';
  return `run ${run} left ${some}${more} to repeat, and nothing of that is selected now: name no other features and tags; what was taken away since begins anew, with a run of its own`;
}

/** What a shard left is repeated as that shard: it is not spread again. */
function otherShard(repeat: Repeat | undefined, shard: Shard | undefined): string[] {
  const own = repeat?.shard;
  if (!own || !shard || (own.index === shard.index && own.count === shard.count)) return [];
  const [is, asked] = [own, shard].map(({ index, count }) => `${index}/${count}`);
  return [
    `RERUN: run ${repeat.run} is shard ${is}, and this one would be ${asked}: set SHARD=${is}, or leave it out`,
  ];
}

/** The reports of the new run would be published over the recordings that lie there and nowhere else. */
const overwritten = ({ runs }: Repeat): string[] =>
  runs
    .filter(
      ({ messages }) =>
        publishes(process.env) && path.resolve(path.dirname(messages)) === path.resolve(PUBLISHED),
    )
    .map(
      ({ run }) =>
        `RERUN: the only recording of run ${run} lies in ${PUBLISHED}/, where the reports of this run will replace it; copy ${PUBLISHED}/ to another folder, and name that`,
    );

/** The context that a run here would settle on; where that cannot be told, connecting will say why. */
function withContext(here: Place): Place {
  const context = here.target.launcher ? undefined : currentContext(here.target);
  return context === undefined ? here : { ...here, target: { ...here.target, context } };
}

async function repeated(rerun: string, here: Place): Promise<Repeat> {
  const repeat = await repeatOf(rerun).catch((error: unknown) => {
    throw new InputProblems([`RERUN: ${messageOf(error)}`]);
  });
  const [there, now] = repeat.place ? placeTexts(repeat.place, here) : [];
  if (there !== now)
    throw new InputProblems([
      `RERUN: run ${repeat.run} was on ${there}, and this one is on ${now}: their verdicts are not of one system; choose the same TARGET, KUBE_CONTEXT, TIME_SCALE and DEFECTS`,
    ]);
  if (repeat.left.length === 0) throw new InputProblems([nothingLeft(repeat)]);
  refuse(overwritten(repeat));
  return repeat;
}
