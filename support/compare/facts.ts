import { momentText } from '../amounts/moment-text.ts';
import { runFacts } from '../reports/run-facts.ts';
import { imageChanges } from './image-changes.ts';
import type { Side } from './side.ts';

/** Something about the runs themselves that differs. */
export interface FactChange {
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

/** Facts that differ between any two runs, or that other parts of the comparison tell. */
const TOLD_ELSEWHERE = ['Run', 'Merged runs', 'Seed', 'Started', 'Ended', 'Versions found'];
const NOTHING = '–';

/** Decision, target, cluster, releases and their words, priorities of the inventory, suite, versions and image digests, where they differ. */
export function factChanges(a: Side, b: Side): FactChange[] {
  const ranked = [a, b].every(({ verdicts }) => verdicts.inputs.runFile?.priorities !== undefined);
  const [before, after] = [factsOf(a, ranked), factsOf(b, ranked)];
  const names = [...new Set([...before.keys(), ...after.keys()])];
  const differing = names.flatMap((name) => {
    const [from = NOTHING, to = NOTHING] = [before.get(name), after.get(name)];
    return from === to ? [] : [{ name, from, to }];
  });
  return [...orderOf(a, b), ...differing, ...imageChanges(a.verdicts, b.verdicts)];
}

/** Who names the later run first reads every loss as a gain. */
function orderOf(a: Side, b: Side): FactChange[] {
  const [from, to] = [a, b].map(({ verdicts }) => verdicts.inputs.run.startedAt);
  return from === undefined || to === undefined || from <= to
    ? []
    : [{ name: 'Order', from: `named first, began ${began(from)}`, to: `began earlier, ${began(to)}` }];
}

const began = (moment: Date): string => momentText(moment.toISOString());

/** A run of an earlier suite recorded no priorities: beside it those of another say nothing. */
function factsOf({ verdicts, suite }: Side, ranked: boolean): Map<string, string> {
  const { runFile } = verdicts.inputs;
  const words = Object.values(runFile?.settings.releases ?? {}).flatMap(({ system, words: all }) =>
    Object.entries(all ?? {}).map(
      ([word, value]) => [`${system} word "${word}"`, JSON.stringify(value)] as const,
    ),
  );
  return new Map([
    ...runFacts(verdicts).filter(([name]) => !TOLD_ELSEWHERE.includes(name)),
    ...(suite ? ([['Suite', suite]] as const) : []),
    ...Object.entries(runFile?.versions ?? {}),
    ...words,
    ...Object.entries((ranked && runFile?.priorities) || {}).map(
      ([id, priority]) => [`Priority of ${id}`, priority] as const,
    ),
  ]);
}
