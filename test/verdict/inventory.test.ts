import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { loadInventory } from '../../support/verdict/inventory.ts';
import { scratch } from '../scratch.ts';
import { SAMPLES } from './samples/record.ts';

const FILE = path.join(SAMPLES.features, 'requirements.yaml');

describe('an inventory is refused in which a requirement would not be judged as it is meant', () => {
  for (const [from, to, told] of [
    ['id: LB-002,', 'id: LB-002,', undefined],
    [
      'kind: scenario, priority: P0',
      'kind: scenario, priority: p0',
      /LB-001 has the priority "p0": write one of P0, P1/,
    ],
    [
      'kind: scenario, priority: P0,',
      'kind: scenario,',
      /LB-001 has the priority undefined: write one of P0/,
    ],
    [
      'system: other, category: helpers',
      'system: othr, category: helpers',
      /OT-HELP-01 is of the system "othr": write one of kserve-llmisvc, other/,
    ],
    [
      /checks: \[\s*\{id: OT-HELP-01\.1.*\]\}/,
      'checks: []}',
      /OT-HELP-01 has no check: nothing could decide it/,
    ],
    ['id: LB-002.2,', 'id: LB-002.1,', /LB-002\.1 stands there twice/],
    ['id: LB-002,', 'id: LB-001,', /LB-001 stands there twice/],
  ] as const)
    test(`${from} → ${to}`, () => {
      const file = path.join(scratch('inventory'), 'requirements.yaml');
      const text = readFileSync(FILE, 'utf8');
      const changed = text.replace(from, to);
      writeFileSync(file, changed);
      if (told === undefined) assert.ok(loadInventory(file));
      else {
        assert.notEqual(changed, text);
        assert.throws(() => loadInventory(file), told);
      }
    });
});
