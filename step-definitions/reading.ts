import type { Reading } from '../support/systems/kserve/expected.ts';
import type { Measured } from '../support/systems/kserve/figures.ts';
import { samplesOf } from '../support/traffic/figures.ts';
import type { SuiteWorld } from '../support/world.ts';
import { batch, change, flow, gpus, it } from './slots.ts';

/** What the cells of a table about "it" are read against. */
export const reading = (world: SuiteWorld): Reading => ({
  cluster: world.cluster,
  subject: world.require(it),
  words: world.words('kserve'),
});

/** What figures are taken from: the traffic that the scenario sent last, and what it changed. */
export function measured(world: SuiteWorld): Measured {
  const sent = world.recall(batch);
  const changed = world.recall(change);
  const samples = sent ? samplesOf(sent.exchanges) : world.recall(flow)?.phase('all');
  const watched = world.recall(gpus);
  const before = sent?.before ?? changed?.served;
  return {
    cluster: world.cluster,
    subject: world.require(it),
    ...(samples && { samples }),
    ...(before && { before }),
    ...(changed && { change: changed }),
    ...(watched && { gpus: watched }),
  };
}
