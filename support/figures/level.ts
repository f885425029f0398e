import type { FigureKind } from '../metrics/figure-kind.ts';
import { referenceOf, TOLERANCE } from './judge-figure.ts';
import { MOST_RUNS } from './prediction-limit.ts';

/** The values of a figure since its level began, oldest first. */
export interface Level {
  /** Those of an older level, put to this one: how far good runs lie apart is known before it has enough of its own. */
  readonly borrowed: readonly number[];
  readonly own: readonly number[];
}

export const valuesOf = ({ borrowed, own }: Level): number[] => [...borrowed, ...own];

/** Values about another level with the spread that they have; from nothing no share leads to another level. */
export function atLevel(before: Level, level: number, kind: FigureKind): Level {
  const values = valuesOf(before);
  const middle = referenceOf(values, kind);
  const borrowed = values.map((value) => (middle === 0 ? value + level : (value * level) / middle));
  return { borrowed, own: [] };
}

/**
 * A level begins anew with its own runs once these are 10, and with the latest 10 where each of them is better by what counts:
 * what got better is not given up again.
 */
export function beginningAnew(level: Level, kind: FigureKind): Level {
  if (level.own.length < MOST_RUNS) return level;
  const own = level.borrowed.length > 0 ? level.own.slice(-MOST_RUNS) : level.own;
  const [latest, reference] = [own.slice(-MOST_RUNS), referenceOf(own, kind)];
  return { borrowed: [], own: latest.every((it) => isBetter(it, reference, kind)) ? latest : own };
}

/** Better by what counts; a share of successes by the failures that it leaves, as nothing is a tenth more than 95 %. */
function isBetter(value: number, reference: number, { unit, better }: FigureKind): boolean {
  if (better === undefined) return false;
  if (better === 'lower') return value < reference * (1 - TOLERANCE);
  if (unit === '%') return 100 - value < (100 - reference) * (1 - TOLERANCE);
  return value > reference * (1 + TOLERANCE);
}
