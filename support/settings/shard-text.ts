import type { Settings } from './settings.ts';

/** `1 of 4`. */
export const shardText = ({ index, count }: NonNullable<Settings['shard']>): string => `${index} of ${count}`;
