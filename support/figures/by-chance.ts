/** One good run in so many has more failures than the earlier ones allow. */
const GOOD_RUNS = 2_000;

/**
 * The most failures that one more run has by chance when they happen in it as often as in the earlier ones, at least as many as
 * one of these had. Each of all failures is then as likely in one of the runs as in another, whatever their rate: so many
 * and more are in the last one in at most 1 case of 2,000 (a binomial tail). Behind 1, 2, 5 and 10 runs without any: 10, 6, 4 and 3.
 */
export function mostByChance(earlier: readonly number[]): number {
  const sum = earlier.reduce((total, value) => total + value, 0);
  let most = Math.ceil(Math.max(...earlier));
  while (tail(most + 1, sum + most + 1, 1 / (earlier.length + 1)) > 1 / GOOD_RUNS) most += 1;
  return most;
}

/** The chance that at least `least` of `all` are in a run that has each with this chance; `least` is above the mean. */
function tail(least: number, all: number, chance: number): number {
  const ways = logFactorial(all) - logFactorial(least) - logFactorial(all - least);
  let term = Math.exp(ways + least * Math.log(chance) + (all - least) * Math.log(1 - chance));
  let sum = 0;
  for (let at = least; at <= all && term > 1e-9; at += 1) {
    sum += term;
    term *= (((all - at) / (at + 1)) * chance) / (1 - chance);
  }
  return sum;
}

/** Stirling's series: within 0.1 %, and of what damping makes of counts as well, which is no whole number. */
const logFactorial = (of: number): number =>
  of < 1 ? 0 : of * Math.log(of) - of + Math.log(2 * Math.PI * of) / 2 + 1 / (12 * of);
