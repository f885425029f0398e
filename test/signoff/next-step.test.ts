import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { judge } from '../../support/judge/judge.ts';
import { type Issue, issuesFound } from '../../support/signoff/issues.ts';
import type { Exception } from '../../support/verdict/exceptions.ts';
import type { VerdictInputs } from '../../support/verdict/model.ts';
import { allSamples, LATER, runFile, waiver } from '../verdict/samples/judged.ts';

const SOONER = '2027-02-01';

let all: VerdictInputs;
before(async () => {
  all = { ...(await allSamples()), runFile: runFile() };
});

const issuesWith = (...exceptions: readonly Exception[]): Issue[] =>
  issuesFound(judge({ ...all, exceptions }));
const isGroup = ({ verdict, scenarios }: Issue): boolean => verdict === 'blocked' && scenarios.length > 1;

describe('what can be done about scenarios that one cause blocked', () => {
  const [first, second] = [
    waiver({ at: 'x.yaml:1', checks: ['LB-002.1'] }),
    waiver({ at: 'x.yaml:9', checks: ['LB-002.2'], expires: SOONER }),
  ];

  test('is nothing where entries speak for all of them, until the first of these ends', () => {
    const issue = issuesWith(first, second).find(isGroup);
    assert.equal(issue?.excused, true);
    assert.equal(
      issue?.next,
      `Nothing before ${SOONER}: until then the waiver at x.yaml:9 and the waiver at x.yaml:1 speak for it.`,
    );
  });

  test('is to mend the cause where they speak for some of them only', () => {
    for (const entry of [first, second]) {
      const issue = issuesWith(entry).find(isGroup);
      assert.equal(issue?.excused, false);
      assert.match(issue?.next ?? '', /^Mend what its Given needs, then judge what it blocked: /);
    }
  });
});

test('a waiver is not asked for where there is one', () => {
  const entry = waiver({ checks: ['LB-001.4'] });
  const issue = issuesWith(entry).find(({ title }) => title === 'Rows are judged one by one');
  assert.equal(
    issue?.next,
    `Nothing before ${LATER}: until then the waiver at features/exceptions.yaml:1 speaks for it.`,
  );
});
