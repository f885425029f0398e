import { figureNames } from '../metrics/figure-names.ts';
import { nearest } from '../spelling/nearest.ts';
import type { Exception, Waiver } from './exceptions.ts';
import type { Located } from './located-yaml.ts';
import type { VerdictInputs } from './model.ts';
import { holds } from './register-entries.ts';

/** A waiver that excuses figures on one target instead of checks. */
export interface AboutFigures {
  /** As `metrics.json` calls them: `RK-001.26 median latency`. */
  readonly figures: readonly string[];
  /** The name of the target, and its context as `metrics.json` and the history have it. */
  readonly target: string;
  readonly context?: string;
}

/** Keys of a waiver that names figures; the context is absent where the target has none. */
export const FIGURE_KEYS: readonly string[] = ['figures', 'target', 'context'];

/** Whether a waiver names figures instead of checks. */
export const namesFigures = (entry: Located): boolean =>
  entry.fields.get('type') === 'waiver' && entry.fields.has('figures');

/** What a sound waiver of figures says of them. */
export function figuresIn({ fields }: Located): AboutFigures {
  const context = fields.get('context');
  return {
    figures: fields.get('figures') as string[],
    target: String(fields.get('target')),
    ...(context !== undefined && { context: String(context) }),
  };
}

/** Figures that no step of this suite can measure: each with the one that was meant, if one is like it. */
export function mistakesInFigures(entry: Located, checks: ReadonlyMap<string, unknown>): string[] {
  const ids = entry.fields.get('figures');
  if (!Array.isArray(ids) || ids.length === 0)
    return [`${entry.at('figures')}: waiver needs a list of figures under "figures"`];
  const context = entry.fields.get('context');
  return [
    ...ids.flatMap((id) =>
      strangeFigure(String(id), checks).map((told) => `${entry.at('figures')}: ${told}`),
    ),
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

/** Whether an entry is about figures of another target than that of a run: here it means nothing. */
export const isOfOtherTarget = (entry: Exception, { runFile }: Pick<VerdictInputs, 'runFile'>): boolean =>
  entry.type === 'waiver' &&
  entry.figures !== undefined &&
  runFile !== undefined &&
  (entry.figures.target !== runFile.settings.target.name ||
    entry.figures.context !== runFile.settings.target.context);

/** The waiver that holds for a figure on the target of a run. */
export const waiverOf = (
  figure: string,
  inputs: Pick<VerdictInputs, 'exceptions' | 'runFile' | 'today'>,
): Waiver | undefined =>
  inputs.exceptions.find(
    (entry): entry is Waiver =>
      entry.type === 'waiver' &&
      entry.figures?.figures.includes(figure) === true &&
      inputs.runFile !== undefined &&
      !isOfOtherTarget(entry, inputs) &&
      holds(entry, inputs.today),
  );
