import type { Pickle } from '@cucumber/messages';
import { sha256Of } from '../sha256.ts';
import { inControlGroup, systemsOf } from '../worker/control-group.ts';
import { seededOrder } from './seeded-order.ts';

/** What the runner hands to plugins for each scenario. */
export interface OrderedPickle {
  readonly pickle: Pickle;
}

/** What order and shards look at. */
interface Orderable {
  readonly pickle: Tagged & { readonly uri: string };
}

interface Tagged {
  readonly tags: readonly { readonly name: string }[];
}

const BASELINE = '@baseline';
const BLOCKER = '@P0';
const ALONE = '@alone';
const SLOW = '@slow';

/** Names of its tags without their `@`. */
const tagsOf = ({ tags }: Tagged): string[] => tags.map(({ name }) => name.slice(1));

const carries = (pickle: Tagged, ...tags: string[]): boolean =>
  pickle.tags.some(({ name }) => tags.includes(name));

/** A scenario of a control group. */
export const isInControlGroup = (pickle: Tagged): boolean => inControlGroup(tagsOf(pickle));
/** A scenario that needs the cluster alone. */
export const isAlone = (pickle: Tagged): boolean => carries(pickle, ALONE);

/**
 * The control group's files first, then those of the baseline, then those with a P0 promise, then the others; the
 * scenarios of a file stay together, because they share services. Among equals a file with a slow scenario comes first, so
 * that it is not what everybody waits for in the end. What needs the cluster alone comes last, because a worker that is left idle is never woken.
 * With a seed the files, and the scenarios in them, are shuffled inside these bounds.
 */
export function inOrder<Item extends Orderable>(items: readonly Item[], seed?: number): Item[] {
  const files = [...Map.groupBy(items, ({ pickle }) => pickle.uri).entries()];
  const shuffle = seed === undefined ? <Of>(list: readonly Of[]): Of[] => [...list] : seededOrder(seed);
  const shuffled = shuffle(files.toSorted(([a], [b]) => (a < b ? -1 : 1)));
  const ranked = shuffled.toSorted(([, a], [, b]) => Number(isSlow(b)) - Number(isSlow(a)));
  const whole = [0, 1, 2, 3].flatMap((rank) =>
    ranked.filter(([, own]) => rankOf(own) === rank).flatMap(([, own]) => shuffle(own)),
  );
  const alone = ({ pickle }: Item): boolean => isAlone(pickle);
  return [...whole.filter((item) => !alone(item)), ...whole.filter(alone)];
}

const isSlow = (items: readonly Orderable[]): boolean => items.some(({ pickle }) => carries(pickle, SLOW));

function rankOf(items: readonly Orderable[]): number {
  if (items.some(({ pickle }) => isInControlGroup(pickle))) return 0;
  if (items.some(({ pickle }) => carries(pickle, BASELINE))) return 1;
  return items.some(({ pickle }) => carries(pickle, BLOCKER)) ? 2 : 3;
}

/**
 * The scenarios of one shard: whole files, spread so that the shards are about equal. The same on every machine. Every
 * shard has the control groups of the systems that it judges, so that their failure stops it, too.
 */
export function inShard<Item extends Orderable>(
  items: readonly Item[],
  { index, count }: { index: number; count: number },
): Item[] {
  const files = [...Map.groupBy(items, ({ pickle }) => pickle.uri).entries()];
  const loads = Array.from({ length: count }, () => 0);
  const mine = new Set<string>();
  for (const [uri, own] of files.toSorted(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1))) {
    const lightest = loads.indexOf(Math.min(...loads));
    loads[lightest] = (loads[lightest] ?? 0) + own.length;
    if (lightest === index - 1) mine.add(uri);
  }
  const systems = new Set(
    items.flatMap(({ pickle }) => (mine.has(pickle.uri) ? systemsOf(tagsOf(pickle)) : [])),
  );
  const controls = (pickle: Tagged): boolean =>
    isInControlGroup(pickle) && systemsOf(tagsOf(pickle)).some((system) => systems.has(system));
  return items.filter(({ pickle }) => mine.has(pickle.uri) || controls(pickle));
}

/** What tells the scenarios that are spread over shards from others, in whatever order they are. */
export const digestOfKeys = (keys: readonly string[]): string => sha256Of(keys.toSorted().join('\n'));

/** Whether a scenario may start while others run: one that needs the cluster alone runs with none, and none with it. */
export const mayStart = (pickle: Pickle, running: readonly Pickle[]): boolean =>
  isAlone(pickle) ? running.length === 0 : !running.some(isAlone);
