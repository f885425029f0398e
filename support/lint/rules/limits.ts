import { messageOf } from '../../cluster/environment-error.ts';
import { kindOf } from '../../metrics/figure-kind.ts';
import { limitOf } from '../../metrics/figure-limit.ts';

/** What is wrong with the limit of a figure: it cannot be read, or a measured value cannot miss it, or only a good one can. */
export function limitProblem(figure: string, text: string): string | undefined {
  try {
    return limitOf(figure, text) && idleLimit(figure, text);
  } catch (error) {
    return messageOf(error);
  }
}

/** `more than 0` asks of a figure only whether it was measured at all; a ratio is never 0. */
const asksForAValue = (text: string, unit: string): boolean =>
  /^more than 0(?: [a-z]+)?$/.test(text.trim()) && unit !== '×';

function idleLimit(figure: string, text: string): string | undefined {
  const { unit, better } = kindOf(figure);
  const { holds } = limitOf(figure, text);
  const most = /\b(?:rate|share)\b/.test(figure) ? 100 : Number.MAX_VALUE;
  if (holds(0) && holds(most)) return `"${text}" holds for every ${figure}: nothing can miss it`;
  // Counts of what is worse are also asked for, where something was to break: `failures of pods | at least 2`.
  const isJudged = better !== undefined && unit !== '' && !asksForAValue(text, unit);
  if (!isJudged || !holds(better === 'lower' ? most : 0)) return undefined;
  return `"${text}" holds for the worst ${figure}, of which ${better} is better; write "${better === 'lower' ? 'at most' : 'at least'}" or "between"`;
}
