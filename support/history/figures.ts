import type { RecordedStep } from '../verdict/attempts.ts';
import { decidingAttempt } from '../verdict/decide.ts';
import type { DefinedScenario } from '../verdict/defined-scenarios.ts';
import type { Verdicts } from '../verdict/model.ts';
import { FIGURES } from '../verdict/suite-attachments.ts';
import type { Verdict } from '../verdict/verdicts.ts';

/** One figure that a run measured. */
export interface Figure {
  /** `RK-001.21 median latency`: the first check of the step that measured it, and its name. */
  readonly id: string;
  readonly name: string;
  readonly value: number;
  readonly requirements: readonly string[];
  readonly scenario: string;
  /** `features/x.feature:12`. */
  readonly at: string;
  /** The id of the run that measured it; absent where its recording does not say that. */
  readonly run?: string;
}

/** The figures of the attempt that decides of every scenario, in the order of files and lines. */
export const figuresOf = ({ scenarios }: Pick<Verdicts, 'scenarios'>): Figure[] =>
  scenarios.flatMap(({ scenario, scenario: { defined } }) => {
    const { steps = [], run } = decidingAttempt(scenario) ?? {};
    return steps.flatMap((step) =>
      Object.entries(valuesIn(step)).map(([name, value]) => ({
        id: `${anchorOf(step, defined)} ${name}`,
        name,
        value,
        requirements: defined.requirementIds,
        scenario: defined.name,
        at: defined.key,
        ...(run !== undefined && { run }),
      })),
    );
  });

/** The check whose step measures a figure. */
const checkOf = (id: string): string => id.split(' ')[0] ?? '';

/** Whether a run in which checks came out so measured what a figure is about: its step passed or failed. */
export function wasMeasured(id: string, verdictOf: (check: string) => Verdict | undefined): boolean {
  const verdict = verdictOf(checkOf(id));
  return verdict === 'passed' || verdict === 'failed';
}

/** The check that keeps the figure apart from those of other scenarios, whatever these are called. */
function anchorOf({ position }: RecordedStep, { claims, requirementIds, name }: DefinedScenario): string {
  const own = claims.find(({ step }) => step === position) ?? claims[0];
  return own?.check ?? requirementIds[0] ?? name;
}

/** Figures that are no finite numbers were not measured: they say nothing. */
function valuesIn({ attachments }: RecordedStep): Record<string, number> {
  const contents = attachments
    .filter(({ mediaType }) => mediaType === FIGURES)
    .map(({ text }) => parsed(text));
  const values = contents.flatMap((content) => Object.entries(content ?? {}));
  return Object.fromEntries(values.filter((entry): entry is [string, number] => Number.isFinite(entry[1])));
}

/** An attachment that was damaged on its way holds no figures. */
function parsed(text: string | undefined): object | undefined {
  try {
    const content: unknown = JSON.parse(text ?? '');
    return typeof content === 'object' && content !== null ? content : undefined;
  } catch {
    return undefined;
  }
}
