import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Comparison } from '../../support/compare/comparison.ts';
import type { Promised } from '../../support/compare/promise.ts';
import { isOtherPromise, promiseChanges } from '../../support/compare/promise-changes.ts';
import { sectionsOf } from '../../support/compare/sections.ts';
import type { Side } from '../../support/compare/side.ts';

const promised = (...at: readonly string[]): Promised => ({
  ...{ words: 'it holds', priority: 'P1', before: '', title: 'It holds', feature: 'F' },
  ...{ at: at.join('\n'), resolved: {}, selected: true, leftOut: false },
});
const side = (it: Promised): Side => ({ promises: new Map([['A.1', it]]) }) as unknown as Side;
const changes = (from: Promised, to: Promised) => promiseChanges(side(from), side(to));

/** The rows of a section of a comparison that has nothing else. */
function rowsOf(part: Partial<Comparison>, title: string): readonly (readonly string[])[] {
  const checks = { worse: [], unseen: [], dropped: [], better: [], other: [], added: [] };
  const none = { blockers: [], promises: [], renamed: [], facts: [], figures: { figures: [] } };
  const all = { ...none, checks, ...part } as unknown as Comparison;
  return sectionsOf(all).find((section) => section.title === title)?.rows ?? [];
}

describe('a check that is decided in another number of places', () => {
  const one = promised('features/a.feature:7');
  const two = promised('features/a.feature:9', 'features/a.feature:20');

  test('is said to be so, and not to be in another file', () => {
    assert.deepEqual(
      changes(one, two).map(({ parts }) => parts),
      [['places']],
    );
    assert.deepEqual(changes(two, promised('features/a.feature:10', 'features/a.feature:21')), []);
    const other = promised('features/a.feature:9', 'features/b.feature:20');
    assert.deepEqual(
      changes(one, other).map(({ parts }) => parts),
      [['places', 'place']],
    );
  });

  test('is told with how many more or less, and is no other promise by that alone', () => {
    const told = (from: Promised, to: Promised) => {
      const renamed = changes(from, to);
      assert.ok(!renamed.some(isOtherPromise));
      return rowsOf({ renamed }, 'The same promise under another name')[0]?.[1];
    };
    assert.equal(told(one, two), 'one more place decides it');
    assert.equal(told(two, one), 'one place less decides it');
    assert.equal(told(one, promised('a:1', 'a:2', 'a:3')), '2 more places decide it, its file');
  });
});

describe('what one cause changed', () => {
  const worse = (check: string, reason: string) => ({
    ...{ check, priority: 'P1', what: 'x', from: 'passed', to: 'blocked', reason, at: 'a.feature:1' },
  });

  test('stands together, and its cause once', () => {
    const checks = [worse('A.1', 'no S3'), worse('A.2', 'no route'), worse('A.3', 'no S3')];
    const lists = { unseen: [], dropped: [], better: [], other: [], added: [] };
    const rows = rowsOf(
      { checks: { worse: checks, ...lists } } as unknown as Comparison,
      'Does not hold any more',
    );
    assert.deepEqual(
      rows.map((row) => [row[0], row[5]]),
      [
        ['A.1', 'no S3'],
        ['A.3', 'as A.1'],
        ['A.2', 'no route'],
      ],
    );
  });

  test('stands against GO by that cause once', () => {
    const blockers = [
      'a.feature:1 "One" is blocked: no S3: none at x',
      'a.feature:5 "Two" failed: no route',
      'a.feature:9 "Three: with a colon" is blocked: no S3: none at x',
      'check A.9 is failed: x',
    ];
    assert.deepEqual(rowsOf({ blockers }, 'New blockers').flat(), [
      'a.feature:1 "One" is blocked: no S3: none at x',
      'a.feature:9 "Three: with a colon" is blocked: as a.feature:1',
      'a.feature:5 "Two" failed: no route',
      'check A.9 is failed: x',
    ]);
  });
});
