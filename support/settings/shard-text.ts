import type { Shard } from './settings.ts';

/** `1 of 4 of the common run "7"`. */
export const shardText = ({ index, count, run }: Shard): string =>
  `${index} of ${count}${run === undefined ? '' : ` of the common run "${run}"`}`;
