import { counted } from '../amounts/counted.ts';
import { HISTORY } from '../runs/history-file.ts';
import type { Verdicts } from '../verdict/model.ts';
import { LEAST_RUNS } from './prediction-limit.ts';

/** How many figures of a run were held to earlier ones: a pass says of the others only that the limits in their features held. */
export interface References {
  /** Figures that can be worse: what has no direction is shown and never judged. */
  readonly figures: number;
  /** Those of them that an earlier run on the target and class of machine measured. */
  readonly compared: number;
  /** Those of these that fewer than 5 runs judge. */
  readonly byFewRuns: number;
  /** The same in words, for whoever signs: `0 of 12 figures have a reference: …`. */
  readonly sentence: string;
}

/** Counts what the figures of a run were compared with. */
export function referencesOf({
  inputs,
  metrics: measured,
}: Pick<Verdicts, 'inputs' | 'metrics'>): References {
  const directed = measured.metrics.filter(({ better }) => better !== undefined);
  const runs = directed.flatMap(({ against }) => (against === undefined ? [] : [against.runs]));
  const few = runs.filter((count) => count < LEAST_RUNS).length;
  const counts = { figures: directed.length, compared: runs.length, byFewRuns: few };
  const empty = (inputs.history ?? []).length === 0;
  const sentence =
    directed.length === 0 ? 'no figure that earlier runs could judge was measured' : inWords(counts, empty);
  return {
    ...counts,
    sentence: `${sentence}${measured.simulated ? ' (simulated: figures gate nothing)' : ''}`,
  };
}

function inWords({ figures, compared, byFewRuns }: Omit<References, 'sentence'>, empty: boolean): string {
  const told = `${compared} of ${counted(figures, 'figure')} ${compared === 1 || figures === 1 ? 'has' : 'have'} a reference`;
  if (compared === 0)
    return `${told}: ${empty ? `no earlier run on this target is in ${HISTORY}` : 'no earlier run on this target and class of machine measured them'}, so only the limits in their features hold them`;
  return byFewRuns === 0 ? told : `${told}, ${byFewRuns} of them by fewer than ${LEAST_RUNS} runs`;
}
