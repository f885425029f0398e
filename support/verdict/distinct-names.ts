import type { Verdicts } from './model.ts';

/** What tells scenarios of a file apart, by their keys: their title, with the line where rows of Examples share it. */
export function distinctNames({ scenarios }: Pick<Verdicts, 'scenarios'>): ReadonlyMap<string, string> {
  const all = scenarios.map(({ scenario }) => scenario.defined);
  const byTitle = Map.groupBy(all, ({ uri, name }) => `${uri}\n${name}`);
  return new Map(
    [...byTitle.values()].flatMap((same) =>
      same.map(({ key, name, line }) => [key, same.length > 1 ? `${name} (line ${line})` : name] as const),
    ),
  );
}
