import type { Reading } from '../support/systems/kserve/expected.ts';
import type { SuiteWorld } from '../support/world.ts';
import { it } from './slots.ts';

/** What the cells of a table about "it" are read against. */
export const reading = (world: SuiteWorld): Reading => ({
  cluster: world.cluster,
  subject: world.require(it),
  words: world.words('kserve'),
});
