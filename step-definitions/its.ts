import type { PodGroup } from '../support/systems/kserve/pod-groups.ts';
import type { Subject } from '../support/systems/kserve/served.ts';
import type { SuiteWorld } from '../support/world.ts';
import { it } from './slots.ts';

/** "It", when a sentence is about one group of its pods. */
export const its = (world: SuiteWorld, pods: PodGroup): Subject => ({ ...world.require(it), pods });
