import { expect as chaiExpect } from 'chai';

/**
 * The vacuity guard's count: a `Then` that ends with the count it began with asserted nothing.
 * One scenario runs at a time in a worker, so one count for each worker is enough.
 */
let made = 0;

/** How many assertions this worker has made. */
export const assertionsMade = (): number => made;

/** Called by everything that judges: `expect`, a wait that saw its condition, a judged row. */
export function countAssertion(): void {
  made += 1;
}

/** chai's `expect`, counted. The message names the object: `expect(port, 'Service ns-a/x port').to.equal(80)`. */
export const expect: (value: unknown, message?: string) => Chai.Assertion = (value, message) => {
  countAssertion();
  return chaiExpect(value, message);
};
