import type { Selection } from '../selection/selection.ts';
import type { Settings } from '../settings/settings.ts';
import type { DefinedScenario } from '../verdict/defined-scenarios.ts';
import { digestOfKeys, inShard, type OrderedPickle } from './order.ts';

/** The scenarios of a run, and what its settings say of how many they are. */
export interface Extent<Item> {
  readonly items: Item[];
  readonly settings: Pick<Settings, 'extent' | 'shard'>;
}

/** What is left of some scenarios for a run: those that it was asked for, of these those of its shard. */
export function extentOf<Item extends OrderedPickle>(
  all: readonly Item[],
  selection: Selection,
  scenarios: ReadonlyMap<string, DefinedScenario>,
): Extent<Item> {
  const asked = all.filter(({ pickle }) => {
    const scenario = scenarios.get(pickle.id);
    return scenario !== undefined && selection.includes(scenario);
  });
  const { split } = selection;
  const items = split ? inShard(asked, split) : asked;
  const digestOf = (some: readonly Item[]): string =>
    digestOfKeys(some.flatMap(({ pickle }) => scenarios.get(pickle.id)?.key ?? []));
  return {
    items,
    settings: { extent: digestOf(items), ...(split && { shard: { ...split, of: digestOf(asked) } }) },
  };
}
