import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';
import { DataTable } from '@cucumber/cucumber';
import { Memory, slot } from '../../support/memory.ts';
import { overallLimit } from '../../support/scenario/deadline.ts';
import { wordsOf } from '../../support/scenario/words.ts';
import { kindWords } from '../../support/systems/kserve/kinds.ts';
import { programs } from '../../support/systems/kserve/logs/service-logs.ts';
import { PARTS } from '../../support/systems/kserve/parts.ts';
import { tableOf } from '../../support/tables.ts';

/** The alternatives of a parameter type, as its literal expression lists them for editors. */
function alternatives(name: string): string[] {
  const source = readFileSync('support/parameter-types.ts', 'utf8');
  const expression = new RegExp(`name: '${name}',\\s+regexp:\\s+/(.*)/,`).exec(source)?.[1];
  assert.ok(expression, `parameter type ${name} has a literal expression`);
  return expression.split('|').toSorted();
}

it('offers in editors exactly the words that the helpers know', () => {
  assert.deepEqual(alternatives('kind'), [...kindWords].toSorted());
  assert.deepEqual(alternatives('part'), [...PARTS].toSorted());
  assert.deepEqual(alternatives('program'), programs().toSorted());
});

it('reads tables by column and names what does not fit', () => {
  const table = (...rows: string[][]) => new DataTable(rows);
  const rows = tableOf(table(['check', 'part'], ['A-1', 'Service']), ['check', 'part'], { part: PARTS });
  assert.deepEqual(rows, [{ check: 'A-1', part: 'Service' }]);
  assert.deepEqual(tableOf(table(['part'], ['x']), ['check', 'part']), [{ part: 'x' }]);
  const refused = (rows: string[][], message: RegExp) =>
    assert.throws(() => tableOf(table(...rows), ['check', 'part'], { part: PARTS }), message);
  refused(
    [
      ['part', 'colour'],
      ['x', 'y'],
    ],
    /unknown column "colour": its columns are check, part/,
  );
  refused([['check'], ['A-1']], /lacks the column "part"/);
  refused([['part']], /has no rows/);
  refused(
    [
      ['part', 'part'],
      ['x', 'y'],
    ],
    /the column "part" twice/,
  );
  refused([['part'], ['Sevice']], /"Sevice" is no part; did you mean "Service"\? write one of Deployment, /);
});

it('remembers by slot and names the step that is missing', () => {
  const memory = new Memory();
  const answer = slot<number>('the answer', 'When I ask it …');
  assert.throws(() => memory.require(answer), {
    name: 'MissingStep',
    message: /speaks of the answer, but no step before it did "When I ask it …"/,
  });
  memory.remember(answer, 42);
  assert.equal(memory.require(answer), 42);
});

it('reads words of a release and notes each that was resolved', () => {
  const noted: Record<string, unknown> = {};
  const release = {
    system: 'x',
    name: 'r',
    file: 'r.yaml',
    words: { one: 'a', several: ['a', 'b'], number: 8 },
    controllers: {},
    notPromised: {},
  };
  const words = wordsOf(release, 'x', (word, value) => {
    noted[word] = value;
  });
  assert.equal(words.text('one'), 'a');
  assert.deepEqual(words.list('several'), ['a', 'b']);
  assert.equal(words.number('number'), 8);
  assert.equal(words.has('none'), false);
  assert.throws(() => words.text('several'), /r\.yaml: "several" has several values/);
  assert.throws(() => words.list('none'), /r\.yaml has no word "none": it has one, several, number/);
  assert.deepEqual(Object.keys(noted), ['one', 'several', 'number']);
  assert.throws(() => wordsOf(undefined, 'x', () => undefined).list('one'), /names no release of x/);
});

it('gives a scenario the sum of its limits and 2 minutes', () => {
  const steps = [
    { text: 'it waits', type: 'Action' },
    { text: 'it becomes ready within 5 minutes', type: 'Outcome' },
  ];
  assert.equal(overallLimit(steps, 1), (2 + 2 + 2 * 5) * 60_000);
  assert.equal(overallLimit(steps, 60), 120_000);
  assert.equal(overallLimit(steps, 1, 1_000), 1_000);
});
