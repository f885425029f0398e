import assert from 'node:assert/strict';
import { test } from 'node:test';
import { metricsOf } from '../../support/figures/metrics.ts';
import { referencesOf } from '../../support/figures/references.ts';
import type { HistoryRecord } from '../../support/runs/history-record.ts';
import { HUNDREDS, judgedOf, ranOn, tried } from './measuring.ts';

/** Three figures, of which the count of requests has no direction. */
const FIGURES = { 'median latency': 100, 'p95 latency': 120, 'requests sent': 300 };

function referencesBehind(
  history: readonly HistoryRecord[],
  figures: object = FIGURES,
  launcher?: 'embedded',
) {
  const { settings } = ranOn();
  const runFile = ranOn({
    settings: { ...settings, target: { ...settings.target, ...(launcher && { launcher }) } },
  });
  const judged = judgedOf([tried([{ figures: { ...figures } }])], { history, runFiles: [runFile] });
  return referencesOf({ ...judged, metrics: metricsOf(judged) });
}

test('figures that no earlier run measured have no reference, and why is told', () => {
  assert.deepEqual(referencesBehind([]), {
    figures: 2,
    compared: 0,
    byFewRuns: 0,
    sentence:
      '0 of 2 figures have a reference: no earlier run on this target is in reports/history.ndjson, so only the limits in their features hold them',
  });
  const elsewhere = HUNDREDS.map((record) => ({ ...record, machine: 'another' }));
  assert.match(
    referencesBehind(elsewhere).sentence,
    /^0 of 2 .*: no earlier run on this target and class of machine/,
  );
});

test('those that few runs judge are counted', () => {
  assert.equal(referencesBehind(HUNDREDS).sentence, '1 of 2 figures has a reference');
  const short = HUNDREDS.slice(0, 3);
  assert.equal(
    referencesBehind(short).sentence,
    '1 of 2 figures has a reference, 1 of them by fewer than 5 runs',
  );
});

test('nothing measured and a simulated cluster are told as what they are', () => {
  assert.equal(
    referencesBehind(HUNDREDS, { 'requests sent': 3 }).sentence,
    'no figure that earlier runs could judge was measured',
  );
  assert.match(referencesBehind([], FIGURES, 'embedded').sentence, / \(simulated: figures gate nothing\)$/);
});
