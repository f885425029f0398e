import { kindOf } from '../metrics/figure-kind.ts';
import { limitOf } from '../metrics/figure-limit.ts';
import { figureNames } from '../metrics/figure-names.ts';
import { nearest } from '../spelling/nearest.ts';
import { UnknownWord } from '../spelling/unknown-word.ts';
import type { Exception } from './exceptions.ts';
import type { Located } from './located-yaml.ts';
import type { VerdictInputs } from './model.ts';
import { holds } from './register-entries.ts';

/** A figure, and how bad it may be. */
export interface AcceptedFigure {
  /** As `metrics.json` calls it: `RK-001.26 median latency`. */
  readonly id: string;
  /** `at most 180 milliseconds`, or that it is `missing`. */
  readonly accepts: string;
}

/** A waiver that excuses figures on one target instead of checks. */
export interface AboutFigures {
  readonly figures: readonly AcceptedFigure[];
  /** The name of the target, and its context as `metrics.json` and the history have it. */
  readonly target: string;
  readonly context?: string;
}

/** Keys of a waiver that names figures; the context is absent where the target has none. */
export const FIGURE_KEYS: readonly string[] = ['figures', 'target', 'context'];

/** Whether a waiver names figures instead of checks. */
export const namesFigures = (entry: Located): boolean =>
  entry.fields.get('type') === 'waiver' && entry.fields.has('figures');

const MISSING = 'missing';

/** Where in `RK-001.26 median latency at most 180 milliseconds` the figure ends. */
const ACCEPTS = / (?=(?:exactly|at least|at most|more than|less than|between) |missing$)/;

/** The figure that an item of a waiver is about, and what it accepts; nothing where it does not say that. */
export function acceptedIn(item: unknown): AcceptedFigure {
  const [id = '', ...rest] = String(item).trim().split(ACCEPTS);
  return { id, accepts: rest.join(' ') };
}

/** What a sound waiver of figures says of them. */
export function figuresIn({ fields }: Located): AboutFigures {
  const context = fields.get('context');
  return {
    figures: (fields.get('figures') as string[]).map(acceptedIn),
    target: String(fields.get('target')),
    ...(context !== undefined && { context: String(context) }),
  };
}

/** Figures that no step of this suite can measure, each with the one that was meant if one is like it, and those of which everything would be accepted. */
export function mistakesInFigures(entry: Located, checks: ReadonlyMap<string, unknown>): string[] {
  const ids = entry.fields.get('figures');
  if (!Array.isArray(ids) || ids.length === 0)
    return [`${entry.at('figures')}: waiver needs a list of figures under "figures"`];
  const context = entry.fields.get('context');
  return [
    ...ids.map(acceptedIn).flatMap((figure) => {
      const [told = boundless(figure)] = strangeFigure(figure.id, checks);
      return told === undefined ? [] : [`${entry.at('figures')}: ${told}`];
    }),
    ...(entry.fields.has('context') && (typeof context !== 'string' || context.trim() === '')
      ? [`${entry.at('context')}: expected the context of the target, got ${JSON.stringify(context)}`]
      : []),
  ];
}

function strangeFigure(id: string, checks: ReadonlyMap<string, unknown>): string[] {
  const names = figureNames();
  const [check = '', ...words] = id.split(' ');
  const name = words.join(' ');
  if (checks.has(check) && names.includes(name)) return [];
  const meant = [
    checks.has(check) ? check : nearest(check, checks.keys()),
    names.includes(name) ? name : nearest(name, names),
  ];
  const offered = meant.includes(undefined)
    ? 'name it as metrics.json does, such as RK-001.26 median latency'
    : `did you mean "${meant.join(' ')}"?`;
  return [`"${id}" is no figure that this suite measures: ${offered}`];
}

const nameOf = (id: string): string => id.slice(id.indexOf(' ') + 1);

/** What is wrong with what is accepted of a figure: who approves says how bad it may be. */
function boundless({ id, accepts }: AcceptedFigure): string | undefined {
  const { better } = kindOf(nameOf(id));
  if (accepts === MISSING) return undefined;
  if (better === undefined)
    return `no value of "${id}" is worse than another: all that a waiver can accept is "${id} ${MISSING}"`;
  const form = `write "${acceptingText(id, better === 'lower' ? 180 : 20)}", or "${id} ${MISSING}"`;
  if (accepts === '') return `"${id}" does not say how bad it may be: ${form}`;
  try {
    const { holds } = limitOf(nameOf(id), accepts);
    return holds(better === 'lower' ? Number.MAX_VALUE : 0)
      ? `"${id} ${accepts}" accepts it however bad it is: ${form}`
      : undefined;
  } catch (error) {
    if (error instanceof UnknownWord) return error.message;
    throw error;
  }
}

/** How a waiver accepts a figure up to a value: `RK-001.26 median latency at most 180 milliseconds`; without one, that it is missing. */
export function acceptingText(id: string, value?: number): string {
  if (value === undefined) return `${id} ${MISSING}`;
  const { unit, better } = kindOf(nameOf(id));
  const lower = better === 'lower';
  const bound = (lower ? Math.ceil(value * 100) : Math.floor(value * 100)) / 100;
  return `${id} ${lower ? 'at most' : 'at least'} ${bound}${unit === 'ms' ? ' milliseconds' : ''}`;
}

/** Whether an entry is about figures of another target than that of a run: here it means nothing. */
export const isOfOtherTarget = (entry: Exception, { runFile }: Pick<VerdictInputs, 'runFile'>): boolean =>
  entry.type === 'waiver' &&
  entry.figures !== undefined &&
  runFile !== undefined &&
  (entry.figures.target !== runFile.settings.target.name ||
    entry.figures.context !== runFile.settings.target.context);

type Judged = Pick<VerdictInputs, 'exceptions' | 'runFile' | 'today'>;

/** The waivers that hold for a figure on the target of a run, with what each accepts. */
export const waiversOf = (figure: string, inputs: Judged): { at: string; accepts: string }[] =>
  inputs.exceptions.flatMap((entry) =>
    entry.type === 'waiver' &&
    inputs.runFile !== undefined &&
    !isOfOtherTarget(entry, inputs) &&
    holds(entry, inputs.today)
      ? (entry.figures?.figures ?? [])
          .filter(({ id }) => id === figure)
          .map(({ accepts }) => ({ at: entry.at, accepts }))
      : [],
  );

/** Where the waiver stands that accepts a value of a figure, or without one that it is missing; undefined where none does. */
export const waiverOf = (figure: string, value: number | undefined, inputs: Judged): string | undefined =>
  waiversOf(figure, inputs).find(({ accepts }) =>
    accepts === MISSING || value === undefined
      ? accepts === MISSING && value === undefined
      : limitOf(nameOf(figure), accepts).holds(value),
  )?.at;
