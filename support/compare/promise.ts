import { claimWords, withoutChecks } from '../verdict/claim-words.ts';
import type { Claim } from '../verdict/claims.ts';
import { decidingAttempt } from '../verdict/decide.ts';
import type { DefinedScenario, DefinedStep } from '../verdict/defined-scenarios.ts';
import type { Verdicts } from '../verdict/model.ts';
import type { RecordedScenario } from '../verdict/recorded-run.ts';
import { wordsOf } from '../verdict/suite-attachments.ts';
import type { Verdict } from '../verdict/verdicts.ts';

/** What a check promises, in the words of the features of one run. */
export interface Promised {
  /** The step that decides, with its row or its table; one for each place that claims the check. */
  readonly words: string;
  /** Priorities of these scenarios, as their run recorded them. */
  readonly priority: string;
  /** The other steps of these scenarios: what the words stand on. */
  readonly before: string;
  /** Titles of the scenarios. */
  readonly title: string;
  readonly feature: string;
  /** `features/x.feature:12`. */
  readonly at: string;
  /** What words of the release tables the scenarios resolved, as JSON. */
  readonly resolved: Readonly<Record<string, string>>;
  /** The runner's filters left the scenario in. */
  readonly selected: boolean;
  /** They left out a scenario, and those that they left in all ran: that not every one was looked at is theirs alone. */
  readonly leftOut: boolean;
}

/** Every check that the scenarios of a run claim, whether they were selected or not. */
export function promisesOf({ scenarios }: Verdicts): Map<string, Promised> {
  const claims = scenarios.flatMap(({ scenario, claims: decided }) =>
    scenario.defined.claims.map((claim, index) => ({ scenario, claim, verdict: decided[index]?.verdict })),
  );
  const byCheck = Map.groupBy(claims, ({ claim }) => claim.check);
  return new Map([...byCheck].map(([check, places]) => [check, joined(places)] as const));
}

interface ClaimPlace {
  readonly scenario: RecordedScenario;
  readonly claim: Claim;
  readonly verdict: Verdict | undefined;
}

function joined(places: readonly ClaimPlace[]): Promised {
  const each = (read: (place: ClaimPlace) => string): string =>
    [...new Set(places.map(read))].sort().join('\n');
  return {
    words: each(({ scenario, claim }) => wordsIn(scenario.defined, claim)),
    priority: each(({ scenario }) => scenario.defined.priority ?? 'none'),
    before: each(({ scenario, claim }) => stepsBefore(scenario.defined, claim)),
    title: each(({ scenario }) => scenario.defined.name),
    feature: each(({ scenario: { defined } }) =>
      [defined.feature.name, defined.rule].filter(Boolean).join(' – '),
    ),
    at: each(({ scenario, claim }) => `${scenario.defined.uri}:${claim.line}`),
    resolved: Object.assign({}, ...places.map(({ scenario }) => resolvedIn(scenario))) as Record<
      string,
      string
    >,
    selected: places.some(({ scenario }) => scenario.selected),
    leftOut:
      places.some(({ scenario }) => !scenario.selected) &&
      places.every(({ scenario, verdict }) => !scenario.selected || verdict !== 'not-run'),
  };
}

/** A row that decides alone is not changed by its neighbours; a step is by its whole table. */
function wordsIn(scenario: DefinedScenario, claim: Claim): string {
  const { row } = claimWords(scenario, claim);
  const step = scenario.steps[claim.step];
  const text = step?.text ?? '';
  return row === undefined ? [text, ...contentsOf(step)].join('\n') : `${text} ${row}`;
}

const stepsBefore = ({ steps }: DefinedScenario, { step }: Claim): string =>
  steps
    .slice(0, step)
    .filter(({ type }) => type !== 'Outcome')
    .flatMap((defined) => [defined.text, ...contentsOf(defined)])
    .join('\n');

function contentsOf(step: DefinedStep | undefined): string[] {
  const rows = step?.table ? withoutChecks(step.table).map((cells) => `  | ${cells.join(' | ')} |`) : [];
  return [...rows, ...(step?.docString === undefined ? [] : [step.docString])];
}

function resolvedIn(scenario: RecordedScenario): Record<string, string> {
  const attempt = decidingAttempt(scenario);
  const words = Object.entries(attempt ? wordsOf(attempt) : {});
  return Object.fromEntries(words.map(([word, value]) => [word, JSON.stringify(value)]));
}
