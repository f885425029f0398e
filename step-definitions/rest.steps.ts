import { Given } from '@cucumber/cucumber';
import {
  controllerMustHaveRested,
  podsMustHaveRested,
  serviceMustHaveRested,
} from '../support/systems/kserve/service/rest.ts';
import type { Duration } from '../support/waiting/duration.ts';
import type { SuiteWorld } from '../support/world.ts';
import { it } from './slots.ts';

Given(
  'its workload pods have stayed the same, all of them ready, for {duration}',
  async function (this: SuiteWorld, span: Duration) {
    await podsMustHaveRested(this.cluster, this.require(it), span);
  },
);

Given(
  'its ready workload pods have stayed the same, and its controller has logged nothing about it, for {duration}',
  async function (this: SuiteWorld, span: Duration) {
    const subject = this.require(it);
    await serviceMustHaveRested(this.cluster, subject, span, this.settings.target.controllers[subject.word]);
  },
);

Given(
  'its controller has logged nothing about it for {duration}',
  async function (this: SuiteWorld, span: Duration) {
    const subject = this.require(it);
    await controllerMustHaveRested(
      this.cluster,
      subject,
      span,
      this.settings.target.controllers[subject.word],
    );
  },
);
