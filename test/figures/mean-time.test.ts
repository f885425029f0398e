import assert from 'node:assert/strict';
import { test } from 'node:test';
import { meanTimeOf } from '../../support/figures/mean-time.ts';

const run = (observed: number, failures: number) => ({
  'RH-METRIC-03.1 observed pod time': observed,
  'RH-METRIC-03.1 failures of pods': failures,
  'RH-METRIC-03.1 start-up time': 40_000,
});

test('the mean time between failures is taken over all runs that observed pods', () => {
  assert.deepEqual(meanTimeOf([run(3_600_000, 0), { 'RK-001.26 p95 latency': 3 }, run(1_800_000, 3)]), {
    runs: 2,
    observed: 5_400_000,
    failures: 3,
    meanTimeBetweenFailures: 1_800_000,
  });
});

test('without a failure it is known to be longer than what was observed, without an observation nothing is', () => {
  assert.deepEqual(meanTimeOf([run(1_000, 0)]), {
    ...{ runs: 1, observed: 1_000, failures: 0 },
    meanTimeBetweenFailuresAbove: 1_000,
  });
  assert.equal(meanTimeOf([{}]), undefined);
});
