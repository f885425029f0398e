import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { loadVerdicts } from '../../support/judge/load.ts';
import { toldPlainly } from '../../support/reports/pages/promise-words.ts';
import { promisesPage } from '../../support/reports/pages/promises-page.ts';
import type { Verdicts } from '../../support/verdict/model.ts';
import { record, SAMPLES } from '../verdict/samples/record.ts';

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
