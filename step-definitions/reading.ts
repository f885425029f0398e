import type { Reading } from '../support/systems/kserve/expected.ts';
import type { Measured } from '../support/systems/kserve/figures/figures.ts';
import { flowMustEnd } from '../support/systems/kserve/requests/promises-of-flows.ts';
import { samplesOf } from '../support/traffic/figures.ts';
import type { SuiteWorld } from '../support/world.ts';
import { batch, change, dialogues, flow, gpus, it, used, work } from './slots.ts';

/** What the cells of a table about "it" are read against. */
export const reading = (world: SuiteWorld): Reading => ({
  cluster: world.cluster,
  subject: world.require(it),
  words: world.words('kserve'),
  target: world.settings.target,
});

/** What figures are taken from: the traffic of the scenario, a flow with a limit to its end, and what the scenario changed. */
export async function measured(world: SuiteWorld): Promise<Measured> {
  const flowing = world.recall(flow);
  if (flowing) await flowMustEnd(world.cluster, flowing);
  const sent = world.recall(batch);
  const changed = world.recall(change);
  const watched = world.recall(gpus);
  const using = world.recall(used);
  const done = world.recall(work);
  const held = world.recall(dialogues);
  const samples = flowing?.phase('all') ?? (sent && samplesOf(sent.exchanges));
  const before = sent?.before ?? changed?.served;
  return {
    cluster: world.cluster,
    subject: world.require(it),
    ...(samples && { samples }),
    ...(before && { before }),
    ...(changed && { change: changed }),
    ...(watched && { gpus: watched }),
    ...(using && { used: using }),
    ...(done && { work: done }),
    ...(held && { dialogues: held }),
  };
}
