import { deepStrictEqual, throws } from 'node:assert/strict';
import { describe, it } from 'node:test';
import { differences } from './match.ts';
import { normalise } from './normalise.ts';

const ONE = '0b5a1c9e-3f5d-4a55-9d5e-111111111111';
const TWO = '0b5a1c9e-3f5d-4a55-9d5e-222222222222';

describe('the normaliser', () => {
  it('gives equal values equal tokens and different ones different tokens', () => {
    const found = normalise({
      a: { uid: ONE, resourceVersion: '12', creationTimestamp: '2026-01-01T00:00:00Z' },
      b: { uid: TWO, resourceVersion: '13', owner: ONE, podIP: '10.0.0.7' },
      message: `UID ${TWO} in conversation-0123abcd at 10.0.0.7`,
    });
    deepStrictEqual(found, {
      a: { uid: '<uid 1>', resourceVersion: '<version 1>', creationTimestamp: '<time>' },
      b: { uid: '<uid 2>', resourceVersion: '<version 2>', owner: '<uid 1>', podIP: '<address 1>' },
      message: 'UID <uid 2> in <namespace 1> at <address 1>',
    });
  });

  it('replaces generated suffixes and leaves plain words and numbers', () => {
    deepStrictEqual(
      normalise({ pod: 'web-6d4cf56db6-x7k2p', plain: 'kube-system', replicas: 12, code: '12' }),
      {
        pod: 'web-<suffix 1>',
        plain: 'kube-system',
        replicas: 12,
        code: '12',
      },
    );
  });

  it('makes two runs of one conversation equal', () => {
    const run = (uid: string, version: string) => ({
      uid,
      metadata: { resourceVersion: version },
      again: `${uid}!`,
    });
    deepStrictEqual(normalise(run(ONE, '5')), normalise(run(TWO, '900')));
  });
});

describe('the words of an expected answer', () => {
  const cases: [unknown, unknown, number][] = [
    [{ a: 1 }, { a: 1, b: 2 }, 0],
    [{ a: '<absent>' }, {}, 0],
    [{ a: '<absent>' }, { a: null }, 1],
    [['x'], ['x', 'y'], 1],
    [{ '<some>': { n: 'b' } }, [{ n: 'a' }, { n: 'b' }], 0],
    [{ '<none>': { n: 'b' } }, [{ n: 'a' }, { n: 'b' }], 1],
    [{ '<count>': 2 }, ['a', 'b'], 0],
    ['<uid>', ONE, 0],
    ['<uid>', 'abc', 1],
    ['<not 5>', '6', 0],
    ['<not 5>', '5', 1],
    ['<like ^a+$>', 'aaa', 0],
    ['<any>', undefined, 1],
    [{ a: { b: 1 } }, { a: 'text' }, 1],
  ];
  for (const [expected, found, count] of cases) {
    it(`${JSON.stringify(expected)} and ${JSON.stringify(found)}: ${count} differences`, () => {
      deepStrictEqual(differences(expected, found).length, count);
    });
  }

  it('refuses a word that it does not know', () => {
    throws(() => differences('<wat>', 'x'), /no word is called <wat>/);
  });
});
