import type { ScenarioVerdict } from '../../verdict/model.ts';
import { withoutCheckIds } from '../../verdict/plain-text.ts';
import { VERDICTS, type Verdict } from '../../verdict/verdicts.ts';

/** Verdicts in the words of somebody who asks what the product does. */
const WORDS: Readonly<Record<Verdict, string>> = {
  passed: 'holds',
  failed: 'does not hold',
  flaky: 'holds only sometimes',
  blocked: 'could not be tried',
  'not-reached': 'was not tried to its end',
  'not-run': 'not tried in this run',
  skipped: 'cannot be tried here',
  known: 'does not hold, as known',
  covered: 'covered elsewhere',
  deviation: 'judged differently',
  'not-promised': 'not promised by this release',
};

/** The same of an earlier run. */
const BEFORE: Readonly<Partial<Record<Verdict, string>>> = {
  passed: 'held',
  failed: 'did not hold',
  flaky: 'held only sometimes',
  'not-reached': 'was not tried to its end',
  known: 'did not hold, as known,',
};

/** How a promise came out: in this run, or in the last one that tried it. */
export interface Outcome {
  /** What the page filters by; one for all promises that came out alike. */
  readonly key: string;
  /** Of all of them: `held when last tried, not in this run`. */
  readonly words: string;
  /** Of this one: `held on 2026-11-20 in run totn85tt4; not tried in this run`. */
  readonly told: string;
  readonly verdict: Verdict;
  /** The verdict is of an earlier run. */
  readonly earlier: boolean;
}

/** The outcome of a promise: of what this run did not try, the last verdict on this target. */
export function outcomeOf({ verdict, lastVerdict: last }: ScenarioVerdict): Outcome {
  const words = WORDS[verdict];
  if (last === undefined) return { key: verdict, words, told: words, verdict, earlier: false };
  const past = BEFORE[last.verdict] ?? WORDS[last.verdict];
  return {
    key: `${last.verdict}-before`,
    words: `${past} when last tried, not in this run`,
    told: `${past} on ${last.startedAt.slice(0, 10)} in run ${last.run}; ${words}`,
    verdict: last.verdict,
    earlier: true,
  };
}

/** The outcomes of some promises with their number: what this run found first, of each the worst first. */
export function outcomesOf(promises: readonly ScenarioVerdict[]): [Outcome, number][] {
  const alike = Map.groupBy(promises.map(outcomeOf), ({ key }) => key);
  return [...alike.values()]
    .flatMap((own): [Outcome, number][] => (own[0] ? [[own[0], own.length]] : []))
    .sort(([a], [b]) => place(a) - place(b));
}

const place = ({ verdict, earlier }: Outcome): number =>
  VERDICTS.indexOf(verdict) + (earlier ? VERDICTS.length : 0);

/** A namespace that the suite made for a scenario, or for those of a file. */
const NAMESPACE = 'acc-[a-z0-9]+(?:-[a-z0-9]+)+';
const OF_AN_OBJECT = new RegExp(`(?<![\\w/.-])${NAMESPACE}/`, 'g');
const IN_A_NAME = new RegExp(`(?<=[/.])${NAMESPACE}\\b`, 'g');
const ALONE = new RegExp(`\\b(?:namespace )?${NAMESPACE}\\b`, 'g');

/** Why a promise does not hold, without what only the suite knows: ids of checks, and names of its namespaces. */
export const toldPlainly = (reason: string): string =>
  withoutCheckIds(reason)
    .replace(OF_AN_OBJECT, '')
    .replace(IN_A_NAME, '{namespace}')
    .replace(ALONE, 'the namespace of the scenario');
