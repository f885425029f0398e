import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Characters of text after which what they left behind is collected. */
const LITTER = 4_000_000;

let collect: (() => void) | undefined;
let litter = 0;

/**
 * Notes that some text was made and is done with. Large texts are garbage that V8 leaves lying until its heap has
 * grown to several times of what lives: of a large run that is hundreds of megabytes.
 */
export function sweepAfter(characters: number): void {
  litter += characters;
  if (litter < LITTER) return;
  sweep();
}

/** Collects now what was left behind. */
export function sweep(): void {
  litter = 0;
  collect ??= collector();
  collect();
}

function collector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}
