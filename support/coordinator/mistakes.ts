import { counted } from '../amounts/counted.ts';

/** Mistakes that the reports of a run name that never began. */
const MOST_NAMED = 5;

/** The first mistakes of a run that never began, in one sentence; the terminal has them all. */
export function mistakesIn(problems: readonly string[]): string {
  const more = problems.length > MOST_NAMED ? '; …' : '';
  const first = problems.slice(0, MOST_NAMED).join('; ');
  return `${counted(problems.length, 'mistake')} in what it was given: ${first}${more}`;
}
