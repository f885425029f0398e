import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plan } from '../../support/plan/command.ts';
import type { Plan } from '../../support/plan/plan.ts';

/** Plans one feature on the embedded cluster, with these arguments. */
async function planned(...args: string[]): Promise<{ status: number; said: string }> {
  let said = '';
  const say = (text: string): void => {
    said += text;
  };
  const feature = 'features/kserve/basic/EC-LB-001-honest-status.feature';
  return { status: await plan(['--json', ...args, feature], { out: say, err: say }), said };
}

test('a sign-off can be rehearsed: the embedded cluster has everything that its profile requires', async () => {
  const { status, said } = await planned('--profile', 'signoff');
  assert.equal(status, 0, said);
  const { unmet, problems, counts } = JSON.parse(said) as Plan;
  assert.deepEqual([unmet, problems, counts.skip], [[], [], 0]);
});

test('a profile that does not exist is a sentence', async () => {
  assert.deepEqual(await planned('--profile', 'nosuch'), {
    status: 2,
    said: 'plan: there is no profile "nosuch"; write one of default, smoke, nightly, signoff\n',
  });
});
