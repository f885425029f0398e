import { isAmount } from '../runs/history-record.ts';
import type { Attempt, RecordedStep } from '../verdict/attempts.ts';
import { attemptsAt, decidingAttempt } from '../verdict/decide.ts';
import type { DefinedScenario } from '../verdict/defined-scenarios.ts';
import type { Verdicts } from '../verdict/model.ts';
import type { RecordedScenario } from '../verdict/recorded-run.ts';
import { FIGURES } from '../verdict/suite-attachments.ts';
import type { Verdict } from '../verdict/verdicts.ts';

/** What one attempt measured. */
export interface Measured {
  readonly value: number;
  /** The id of the run that measured it; absent where its recording does not say that. */
  readonly run?: string;
  /** When that attempt began. */
  readonly startedAt: Date;
  /** The step that measured it failed, at whatever row. */
  readonly stepFailed?: true;
}

/** One figure that a run measured: as the attempt that decides did, or else the latest that did. */
export interface Figure extends Measured {
  /** `RK-001.21 median latency`: the first check of the step that measured it, and its name. */
  readonly id: string;
  readonly name: string;
  readonly requirements: readonly string[];
  readonly scenario: string;
  /** `features/x.feature:12`. */
  readonly at: string;
  /** What the other attempts of the scenario measured. */
  readonly others: readonly Measured[];
}

type Scenarios = Pick<Verdicts, 'scenarios'>;

/** The figures of every scenario, in the order of files and lines; one that an attempt measured twice is there twice. */
export const figuresOf = ({ scenarios }: Scenarios): Figure[] =>
  scenarios.flatMap(({ scenario }) => figuresIn(scenario));

function figuresIn(scenario: RecordedScenario): Figure[] {
  const { defined, attempts } = scenario;
  const deciding = decidingAttempt(scenario);
  const others = attempts.filter((attempt) => attempt !== deciding).reverse();
  const all = [...(deciding ? [deciding] : []), ...others].flatMap((attempt) => valuesIn(attempt, defined));
  return [...Map.groupBy(all, ({ id }) => id).values()].flatMap((values) => {
    const own = values.filter(({ attempt }) => attempt === values[0]?.attempt);
    const rest = values.filter((value) => !own.includes(value)).map(measuredOf);
    return own.map(({ id, name, ...measured }) => ({
      ...{ id, name, requirements: defined.requirementIds, scenario: defined.name, at: defined.key },
      ...measuredOf(measured),
      others: rest,
    }));
  });
}

interface Value {
  readonly id: string;
  readonly name: string;
  readonly value: number;
  readonly step: RecordedStep;
  readonly attempt: Attempt;
}

const measuredOf = ({ value, step, attempt }: Pick<Value, 'value' | 'step' | 'attempt'>): Measured => ({
  ...{ value, startedAt: attempt.startedAt },
  ...(attempt.run !== undefined && { run: attempt.run }),
  ...(step.status === 'failed' && { stepFailed: true }),
});

const valuesIn = (attempt: Attempt, defined: DefinedScenario): Value[] =>
  attempt.steps.flatMap((step) =>
    amountsIn(step).map(([name, value]) => ({
      id: `${anchorOf(step, defined)} ${name}`,
      ...{ name, value, step, attempt },
    })),
  );

/** The check whose step measures a figure. */
const checkOf = (id: string): string => id.split(' ')[0] ?? '';

/** The check that keeps the figure apart from those of other scenarios, whatever these are called. */
function anchorOf({ position }: RecordedStep, { claims, requirementIds, name }: DefinedScenario): string {
  const own = claims.find(({ step }) => step === position) ?? claims[0];
  return own?.check ?? requirementIds[0] ?? name;
}

/** How a claim comes out whose step was there to measure, whatever the register says of it. */
const RAN: readonly Verdict[] = ['passed', 'failed', 'not-promised'];

/**
 * Whether a figure that earlier runs measured is missing: the steps that it may be of ran, and none measured it, or an
 * attempt in which the one that measures it passed did not. What did not run measures nothing.
 */
export function isMissing(id: string, { scenarios }: Scenarios): boolean {
  const places = placesOf(checkOf(id), scenarios);
  const ran = places.every(({ attempts }) => attempts.some(({ verdict }) => RAN.includes(verdict)));
  if (places.length === 0 || !ran) return false;
  const measuring = places
    .map(({ scenario, attempts }) => {
      const has = scenario.attempts.map((it) => valuesIn(it, scenario.defined).some((own) => own.id === id));
      return { has, passedWithout: attempts.some(({ verdict }, it) => verdict === 'passed' && !has[it]) };
    })
    .filter(({ has }) => has.includes(true));
  return measuring.length === 0 || measuring.some(({ passedWithout }) => passedWithout);
}

/** How the attempts at a check came out: of the steps that it names the figures of, if there are any, or else of all. */
function placesOf(check: string, scenarios: Scenarios['scenarios']) {
  const places = scenarios.flatMap(({ scenario }) =>
    scenario.defined.claims
      .filter((claim) => claim.check === check)
      .map((claim) => ({ scenario, claim, attempts: attemptsAt(scenario, claim) })),
  );
  const first = places.filter(
    ({ scenario, claim }) => scenario.defined.claims.find(({ step }) => step === claim.step) === claim,
  );
  return first.length > 0 ? first : places;
}

/** Figures that are no numbers, or below zero, were not measured: they say nothing. */
const amountsIn = ({ attachments }: RecordedStep): [string, number][] =>
  attachments
    .filter(({ mediaType }) => mediaType === FIGURES)
    .flatMap(({ text }) => Object.entries(parsed(text) ?? {}))
    .filter((entry): entry is [string, number] => isAmount(entry[1]));

/** An attachment that was damaged on its way holds no figures. */
function parsed(text: string | undefined): object | undefined {
  try {
    const content: unknown = JSON.parse(text ?? '');
    return typeof content === 'object' && content !== null ? content : undefined;
  } catch {
    return undefined;
  }
}
