import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { readExceptions } from '../../support/verdict/exceptions.ts';
import { acceptingText } from '../../support/verdict/figure-waivers.ts';
import { readInventory } from '../../support/verdict/inventory.ts';
import { scratch } from '../scratch.ts';
import { SAMPLES } from './samples/record.ts';

/** What is told of a waiver of these figures, without its place. */
async function told(...figures: readonly string[]): Promise<string[]> {
  const file = path.join(scratch('accepted'), 'exceptions.yaml');
  const entry = { type: 'waiver', figures, target: 'kind', approver: 'release manager' };
  writeFileSync(file, JSON.stringify([{ ...entry, reason: 'the image is slower', expires: '2027-01-31' }]));
  const inventory = await readInventory(path.join(SAMPLES.features, 'requirements.yaml'));
  const { problems } = await readExceptions(file, inventory);
  return problems.map((problem) => problem.replace(`${file}:1: `, ''));
}

test('a waiver says how bad a figure may be, or that it may be missing', async () => {
  for (const sound of [
    'LB-001.1 median latency at most 180 milliseconds',
    'LB-001.1 median latency less than 2 seconds',
    'LB-001.1 tokens per second at least 20',
    'LB-001.1 failed requests at most 3',
    'LB-001.1 requests served missing',
  ])
    assert.deepEqual(await told(sound), [], sound);
  assert.deepEqual(
    await told('LB-001.1 p95 latency missing', 'LB-001.1 p95 latency at most 2 seconds'),
    [],
    'both may be accepted',
  );
});

const FORM = 'write "LB-001.1 median latency at most 180 milliseconds", or "LB-001.1 median latency missing"';
const MISTAKES: Readonly<Record<string, string>> = {
  'LB-001.1 median latency': `"LB-001.1 median latency" does not say how bad it may be: ${FORM}`,
  'LB-001.1 median latency at least 1 second': `"LB-001.1 median latency at least 1 second" accepts it however bad it is: ${FORM}`,
  'LB-001.1 tokens per second at most 20':
    '"LB-001.1 tokens per second at most 20" accepts it however bad it is: write "LB-001.1 tokens per second at least 20", or "LB-001.1 tokens per second missing"',
  'LB-001.1 median latency at most 180':
    '"at most 180" names no unit, but median latency is a time; write for example at most 2 seconds',
  'LB-001.1 requests served at most 10':
    'no value of "LB-001.1 requests served" is worse than another: all that a waiver can accept is "LB-001.1 requests served missing"',
};

for (const [item, sentence] of Object.entries(MISTAKES))
  test(`"${item}" is refused`, async () => {
    assert.deepEqual(await told(item), [sentence]);
  });

test('what a blocker offers to accept is a waiver that can be written so, and covers what was measured', async () => {
  const offered: readonly (readonly [string, number | undefined, string])[] = [
    ['LB-001.1 median latency', 150.004, 'LB-001.1 median latency at most 150.01 milliseconds'],
    ['LB-001.1 tokens per second', 12.349, 'LB-001.1 tokens per second at least 12.34'],
    ['LB-001.1 memory in bytes', 419_430_400, 'LB-001.1 memory in bytes at most 419430400'],
    ['LB-001.1 p95 latency', undefined, 'LB-001.1 p95 latency missing'],
  ];
  for (const [id, value, text] of offered) {
    assert.equal(acceptingText(id, value), text);
    assert.deepEqual(await told(text), []);
  }
});
