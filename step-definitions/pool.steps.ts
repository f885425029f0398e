import { Then } from '@cucumber/cucumber';
import type { Amount } from '../support/amounts/amount.ts';
import type { Part } from '../support/systems/kserve/parts.ts';
import type { PodGroup } from '../support/systems/kserve/pod-groups.ts';
import {
  partMustSelect,
  poolMustSelect,
  schedulerMustCount,
} from '../support/systems/kserve/pods/promises-of-pools.ts';
import type { SuiteWorld } from '../support/world.ts';
import { its } from './its.ts';
import { it } from './slots.ts';

Then(
  'its {part} selects {amount} of its {pods} and no other pod',
  async function (this: SuiteWorld, part: Part, amount: Amount, pods: PodGroup) {
    await partMustSelect(this.cluster, its(this, pods), part, amount);
  },
);

Then(
  'its inference pool selects exactly its {pods} and its {pods}',
  async function (this: SuiteWorld, some: PodGroup, others: PodGroup) {
    await poolMustSelect(this.cluster, this.require(it), [some, others]);
  },
);

Then(
  'its scheduler counts {amount} ready pods in its pool',
  async function (this: SuiteWorld, amount: Amount) {
    await schedulerMustCount(this.cluster, this.require(it), amount);
  },
);
