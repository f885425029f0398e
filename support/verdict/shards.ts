import type { RunFile, Shard } from '../settings/settings.ts';
import { headsOf } from './heads.ts';

/** What some runs are of one that was spread over several machines. */
export interface Spread {
  /** They are this shard and nothing else; absent where they are a whole run, or should be. */
  readonly shard?: Shard;
  /** One sentence for each common run that is not all there. */
  readonly damages: readonly string[];
}

/** Lost shards that a sentence names. */
const MOST_NAMED = 5;

interface Part {
  readonly run: string;
  readonly shard: Shard;
}

/**
 * Whether the shards among some runs add up. They belong together that name the same common run and were cut from the same
 * scenarios; one may be there twice. One run, with those that it repeats, may be a shard alone; beside others a lost shard
 * is damage, because nobody knows what failed in it.
 */
export function spreadOf(files: readonly RunFile[]): Spread {
  const wrong = files.filter(({ settings }) => settings.shard !== undefined && !isShard(settings.shard));
  const parts = files.flatMap((file) => {
    const shard = partOf(file);
    return shard ? [{ run: file.settings.run.id, shard }] : [];
  });
  const shard = shardOfHead(files, parts);
  const groups = Map.groupBy(parts, (part) => splitOf(part.shard));
  const merged = [...groups].flatMap(([name, group]) => (shard && splitOf(shard) === name ? [] : [group]));
  return {
    ...(shard && { shard }),
    damages: [
      ...wrong.map(
        ({ settings }) => `run ${settings.run.id} is no shard that there is: its run.json is damaged`,
      ),
      ...merged.flatMap(lostOf),
    ],
  };
}

/** What is missing where some runs are one shard and nothing else, and were to be the whole. */
export function lostShards(files: readonly RunFile[]): readonly string[] {
  const { shard } = spreadOf(files);
  return shard === undefined ? [] : lostOf([{ run: '', shard }]);
}

/** The shard that a run is of several; undefined for a whole run, and for what is no shard that there is. */
export const partOf = ({ settings: { shard } }: RunFile): Shard | undefined =>
  isShard(shard) && shard.count > 1 ? shard : undefined;

function isShard(value: unknown): value is Shard {
  const { index, count, run, of } = (value ?? {}) as Partial<Record<keyof Shard, unknown>>;
  return (
    Number.isInteger(index) &&
    Number.isInteger(count) &&
    Number(index) >= 1 &&
    Number(index) <= Number(count) &&
    [run, of].every((text) => text === undefined || typeof text === 'string')
  );
}

/** What all shards of a common run share. */
export const splitOf = ({ run, of, count }: Shard): string => JSON.stringify([run, of, count]);

/** The shard that the only run is which no other one repeats. */
function shardOfHead(files: readonly RunFile[], parts: readonly Part[]): Shard | undefined {
  const heads = headsOf(files);
  return heads.size === 1 ? parts.find(({ run }) => heads.has(run))?.shard : undefined;
}

function lostOf(group: readonly Part[]): string[] {
  const [first] = group;
  if (first === undefined) return [];
  const { count, run } = first.shard;
  const lost: number[] = [];
  for (let index = 1; index <= count && lost.length <= MOST_NAMED; index += 1)
    if (!group.some(({ shard }) => shard.index === index)) lost.push(index);
  if (lost.length === 0) return [];
  const several = lost.length > 1;
  const named = `${lost.slice(0, MOST_NAMED).join(', ')}${lost.length > MOST_NAMED ? ', …' : ''} of ${count}`;
  const whose = run === undefined ? ['', 'these shards'] : [` of the common run "${run}"`, 'that run'];
  return [
    `shard${several ? 's' : ''} ${named}${whose[0]} ${several ? 'are' : 'is'} missing: what failed there is not known; give ${several ? 'them' : 'it'}, too, or nothing of ${whose[1]}`,
  ];
}
