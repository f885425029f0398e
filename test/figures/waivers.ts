import type { Waiver } from '../../support/verdict/exceptions.ts';
import { MEDIAN, P95 } from './measuring.ts';

/** A waiver for both figures of a run on its target. */
export const aWaiver = (over: Partial<Waiver> = {}): Waiver => ({
  type: 'waiver',
  at: 'features/exceptions.yaml:12',
  checks: [],
  figures: {
    figures: [
      { id: MEDIAN, accepts: 'at most 150 milliseconds' },
      { id: P95, accepts: 'missing' },
    ],
    target: 'kind',
    context: 'kind-a',
  },
  approver: 'release manager',
  reason: 'the new image is slower',
  expires: '2027-03-01',
  ...over,
});
