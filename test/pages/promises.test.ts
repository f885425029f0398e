import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { before, describe, test } from 'node:test';
import { judge } from '../../support/judge/judge.ts';
import { loadVerdicts } from '../../support/judge/load.ts';
import { toldPlainly } from '../../support/reports/pages/promise-words.ts';
import { promisesPage } from '../../support/reports/pages/promises-page.ts';
import type { Verdicts } from '../../support/verdict/model.ts';
import { aRecord } from '../runs/records.ts';
import { scratch } from '../scratch.ts';
import { record, SAMPLES } from '../verdict/samples/record.ts';
import { openPage, withoutChromium } from './chromium.ts';

let verdicts: Verdicts;
before(async () => {
  verdicts = await loadVerdicts([await record()], SAMPLES);
});

/** The words of a page between its heading and its script. */
const wordsOf = (page: string): string =>
  page
    .slice(page.indexOf('<main'))
    .replace(/<script[\s\S]*/, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');

describe('a reason for whoever reads promises', () => {
  test('names no check, however many a row decides', () => {
    for (const ids of ['LB-001.35', 'LB-001.35, LB-001.36', 'LB-001.35, EC-RK-002.2, KV-E2E-01.4'])
      assert.equal(
        toldPlainly(`${ids}: expected 8000, got 80; a row without a check: ${ids}: none`),
        'expected 8000, got 80; a row without a check: none',
      );
    assert.equal(toldPlainly('GPT-3.5 answers: no'), 'GPT-3.5 answers: no');
  });

  test('names no namespace that the suite made up', () => {
    const shared = 'acc-tp5jfe2iq-lb-001-basic-servic-shared';
    const own = 'acc-tp5jszbf2-lb-001-a-new-service-289e6';
    const told: readonly (readonly [string, string])[] = [
      [`LLM service ${shared}/llm-basic-oci: expected Ready`, 'LLM service llm-basic-oci: expected Ready'],
      [
        `expected status URL http://10.0.0.7/${own}/llm-x`,
        'expected status URL http://10.0.0.7/{namespace}/llm-x',
      ],
      [`expected host llm-x.${own}.svc.cluster.local`, 'expected host llm-x.{namespace}.svc.cluster.local'],
      [`namespace ${own} is still there`, 'the namespace of the scenario is still there'],
      [`${own} holds "${shared}"`, 'the namespace of the scenario holds "the namespace of the scenario"'],
    ];
    for (const [said, plain] of told) assert.equal(toldPlainly(said), plain);
  });

  test('stands so on the page', () => {
    const scenarios = verdicts.scenarios.map((it) =>
      it.scenario.defined.name === 'Rows are judged one by one'
        ? { ...it, reason: 'LB-001.3, LB-001.4: LLM service acc-tp5jfe2iq-lb-001-x-shared/x: no route' }
        : it,
    );
    const words = wordsOf(promisesPage({ ...verdicts, scenarios }));
    assert.match(words, /Rows are judged one by one does not hold LLM service x: no route/);
    assert.doesNotMatch(words, /\b(?:EC-)?L[AB]-\d{3}|\bacc-/);
  });
});

describe('what a run did not try', () => {
  let partial: Verdicts;
  before(async () => {
    const { inputs } = await loadVerdicts([await record(`${SAMPLES.features}/endings.feature:5`)], SAMPLES);
    const checks = { passed: ['LB-001.3', 'LB-001.9', 'LB-003.1'], failed: ['LB-001.10'] };
    const took = { 'LB-001.3': 1, 'LB-001.9': 1, 'LB-003.1': 1 };
    partial = judge({ ...inputs, history: [aRecord({ run: 'r0', checks, took })] });
  });

  test('has its last verdict on this target, with the day and the run', () => {
    const words = wordsOf(promisesPage(partial));
    for (const told of [
      'Rows are judged one by one held on 2026-11-20 in run r0; not tried in this run',
      'What stands behind a failure is not reached did not hold on 2026-11-20 in run r0; not tried in this run',
      'A capability is missing held on 2026-11-20 in run r0; cannot be tried here',
      'A step is pending not tried in this run filtered out',
    ])
      assert.ok(words.includes(told), told);
  });

  test('is counted apart at the top, and stands behind what it did try', async () => {
    const { inputs } = await loadVerdicts([await record(`${SAMPLES.features}/endings.feature:10`)], SAMPLES);
    const words = wordsOf(promisesPage(judge({ ...inputs, history: partial.inputs.history ?? [] })));
    assert.match(
      words,
      /^ does not hold 1 not tried in this run 13 did not hold when last tried, not in this run 1 held when last tried, not in this run 2 /,
    );
    assert.ok(words.indexOf('Every way to end') < words.indexOf('Claims of every form'));
    const whole = wordsOf(promisesPage(verdicts));
    assert.ok(whole.indexOf('Claims of every form') < whole.indexOf('Every way to end'));
  });

  test('is found by a link at the top', { skip: withoutChromium }, async () => {
    const file = path.join(scratch('promises'), 'promises.html');
    await writeFile(file, promisesPage(partial));
    const { page, console } = await openPage(file, { width: 320 });
    await page.locator('.totals a', { hasText: 'held when last tried' }).first().click();
    const names = await page.locator('[data-item]:visible h4').allTextContents();
    assert.deepEqual(
      names.map((name) => name.split(' held')[0]),
      ['Rows are judged one by one', 'A capability is missing'],
    );
    assert.equal(await page.evaluate('probe.width()'), 320);
    assert.deepEqual(console, []);
    await page.close();
  });
});

test('a decision with a long word is no wider than a phone', { skip: withoutChromium }, async () => {
  const because = `the suite was commit ${'a04dc4b9'.repeat(10)} when it began`;
  const file = path.join(scratch('promises'), 'promises.html');
  await writeFile(file, promisesPage({ ...verdicts, gate: { ...verdicts.gate, because } }));
  const { page } = await openPage(file, { width: 320 });
  assert.equal(await page.evaluate('probe.width()'), 320);
  await page.close();
});
