import { beforeChange } from '../support/systems/kserve/pods/changes.ts';
import type { SuiteWorld } from '../support/world.ts';
import { change, flow, it } from './slots.ts';

/** Notes what the service is like now, and that requests that are flowing come after the change from here on. */
export async function noteChange(world: SuiteWorld): Promise<void> {
  world.remember(change, await beforeChange(world.cluster, world.require(it)));
  world.recall(flow)?.mark();
}
