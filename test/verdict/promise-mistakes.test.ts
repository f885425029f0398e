import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readInventory } from '../../support/verdict/inventory.ts';
import { promiseMistakes } from '../../support/verdict/promise-mistakes.ts';

const V0_20 = /^fixtures\/releases\/kserve\/v0\.20\.yaml:\d+: /;

test('a release leaves out checks of the inventory, and of its own system', async () => {
  const { requirements } = await readInventory('features/requirements.yaml');
  assert.deepEqual(promiseMistakes({ requirements }), []);
  const [unknown] = promiseMistakes({ requirements: [] });
  assert.match(unknown ?? '', V0_20);
  assert.match(unknown ?? '', /"EC-RK-001\.2" is no check of the inventory: write the id of one/);
  const [foreign] = promiseMistakes({ requirements: requirements.map((it) => ({ ...it, system: 'other' })) });
  assert.match(foreign ?? '', V0_20);
  assert.match(foreign ?? '', /EC-RK-001\.2 is a check of other: a release of kserve cannot leave it out$/);
});
