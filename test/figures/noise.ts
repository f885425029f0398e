import type { Random } from '../../fixtures/embedded/random.ts';

/** A good figure about 100 whose logarithm has this standard deviation. */
export function logNormal(spread: number, random: Random): () => number {
  const normal = () => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
  return () => 100 * Math.exp(spread * normal());
}
