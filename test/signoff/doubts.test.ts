import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { judge } from '../../support/judge/judge.ts';
import { signOffMarkdown } from '../../support/reports/markdown/sign-off.ts';
import { traceabilityMarkdown } from '../../support/reports/markdown/traceability.ts';
import { signOffPage } from '../../support/reports/pages/sign-off-page.ts';
import { terminalSummary } from '../../support/reports/summary.ts';
import type { RunFile } from '../../support/settings/settings.ts';
import { signOff } from '../../support/signoff/sign-off.ts';
import type { VerdictInputs, Verdicts } from '../../support/verdict/model.ts';
import { greenSample, runFile } from '../verdict/samples/judged.ts';

let green: VerdictInputs;

before(async () => {
  green = { ...(await greenSample()), runFile: runFile() };
});

/** What a reader sees first and last: the decision on the terminal, and the heads and lists of the sign-off. */
function told(verdicts: Verdicts) {
  const signed = signOff(verdicts, { digests: [], invocations: [], problems: [] });
  const markdown = signOffMarkdown(signed);
  const titles = [...markdown.matchAll(/^## (What (?:is in doubt|was not looked at))$/gm)].map(
    ([, it]) => it,
  );
  const summary = terminalSummary(verdicts, 'reports');
  return {
    titles,
    last: summary.trimEnd().split('\n').at(-1) ?? '',
    all: [summary, markdown, signOffPage(verdicts, signed), traceabilityMarkdown(verdicts, signed)],
  };
}

const withDefects = (): RunFile => {
  const file = runFile();
  return { ...file, settings: { ...file.settings, defects: ['no-route'] } };
};
const withDamage = (damage: string) => ({ run: { ...green.run, damages: [damage] } });
const without = ({ runFile: _none, ...rest }: VerdictInputs): VerdictInputs => rest;

describe('each doubt stands in the last line, in the sign-off and in the traceability, as it is', () => {
  for (const [sentence, inputs] of [
    ['r1 was cut off', () => ({ ...green, ...withDamage('r1 was cut off') })],
    ['r1 line 7 is damaged', () => ({ ...green, ...withDamage('r1 line 7 is damaged') })],
    ['shard 2 of 3 is missing', () => ({ ...green, ...withDamage('shard 2 of 3 is missing') })],
    ['git cannot say by what', () => ({ ...green, doubts: ['git cannot say by what'] })],
    ['run.json is missing: nobody knows which target this was', () => without(green)],
    [
      'the cluster had defects in this run (no-route): it says nothing about the target',
      () => ({ ...green, runFile: withDefects() }),
    ],
  ] as const)
    test(sentence, () => {
      const { last, titles, all } = told(judge(inputs()));
      assert.match(last, /^decision {3}PARTIAL: 1 scenario that ran is in order/);
      assert.ok(last.endsWith(`, but ${sentence}`), last);
      assert.deepEqual(titles, ['What is in doubt']);
      for (const report of all) assert.ok(report.includes(sentence), report);
    });

  test('several are counted, and so is that not everything was looked at', () => {
    const idle = judge({ ...green, doubts: ['one', 'two', 'three'], runFile: runFile({ shard: SHARD }) });
    const { last, titles, all } = told(idle);
    assert.ok(last.endsWith(', but one; and 2 more doubts; nor was everything looked at'), last);
    assert.deepEqual(titles, ['What is in doubt', 'What was not looked at']);
    for (const report of all) assert.ok(report.includes('two') && report.includes('three'));
  });
});

const SHARD = { index: 1, count: 3 };

describe('what was not looked at is no doubt', () => {
  const skipped = () =>
    green.run.scenarios.map((it) => ({ ...it, defined: { ...it.defined, key: 'x:1' }, selected: false }));

  test('a shard says that it is one', () => {
    const { last, titles } = told(judge({ ...green, runFile: runFile({ shard: SHARD }) }));
    assert.ok(last.endsWith('not everything was looked at: this is shard 1 of 3'), last);
    assert.deepEqual(titles, ['What was not looked at']);
  });

  test('a filter says how much it left out, and what is open by that', () => {
    const scenarios = [...green.run.scenarios, ...skipped()];
    const { last, titles } = told(judge({ ...green, run: { ...green.run, scenarios } }));
    assert.ok(
      last.endsWith('looked at: 1 scenario of 2 not selected, 1 requirement of P0 or P1 has open checks'),
      last,
    );
    assert.deepEqual(titles, ['What was not looked at']);
  });
});
