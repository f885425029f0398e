import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { trendsFrom } from '../../support/history/trends.ts';
import { trendsPage } from '../../support/reports/pages/trends-page.ts';
import { aRecord } from '../runs/records.ts';

test('trends are drawn of the latest runs, each figure in a file, hostile text and all', () => {
  const runs = [1, 2, 3].map((value) =>
    aRecord({
      run: `r${value}`,
      whole: value !== 2,
      figures: { 'A.1 median latency': value, 'A.2 <script>"': 1 },
    }),
  );
  const trends = trendsFrom(runs);
  assert.deepEqual(
    trends.plots.map(({ file }) => file),
    ['duration.svg', 'pass-rate.svg', 'pass-rate-of-checks.svg', 'a.1-median-latency.svg', 'a.2-script-.svg'],
  );
  const head = { decision: 'GO', because: 'all is well', run: 'run r3' };
  const page = trendsPage(trends, head);
  assert.doesNotMatch(page, /<script/);
  assert.match(page, /<h1>Trends<\/h1>[\s\S]*<p>3 runs on kind, context kind-a/);
  assert.match(trends.plots[1]?.svg ?? '', /class="partial".*r2, PARTIAL: 75\.0 %/);
  assert.match(trendsPage(trendsFrom([]), head), /No comparable run came to a verdict yet/);
});

describe('the page of trends', () => {
  const head = { decision: 'GO', because: 'all is well', run: 'run r3, took 55.8 s' };
  const text = (page: string): string => page.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');

  test('has a heading for the run as a whole and one for each requirement, and a way to each', () => {
    const figures = {
      'LA-020.63 average latency': 1,
      'RK-001.26 median latency': 2,
      'LA-020.7 error rate': 0,
    };
    const page = trendsPage(
      trendsFrom([aRecord({ figures })]),
      head,
      new Map([['LA-020', 'Prefill <and> decode']]),
    );
    const headings = [...page.matchAll(/<h2 id="([^"]*)">(.*?)<\/h2>/g)].map(([, id, title]) => [id, title]);
    assert.deepEqual(headings, [
      ['run', 'The run as a whole'],
      ['LA-020', 'LA-020 · Prefill &lt;and&gt; decode'],
      ['RK-001', 'RK-001'],
    ]);
    for (const [id] of headings) assert.ok(page.includes(`<a href="#${id}">`), id);
    const [, , ofFirst = ''] = page.split('<h2');
    assert.ok(ofFirst.includes('LA-020.7 error rate') && ofFirst.includes('LA-020.63 average latency'));
    assert.doesNotMatch(ofFirst, /RK-001\.26/);
  });

  test('says of which run a duration is, where it repeated others, and where it is a part', () => {
    const runs = [
      aRecord({ run: 'r1', seconds: 46.8 }),
      aRecord({ run: 'r2', seconds: 9, whole: false, repeats: ['r1'] }),
    ];
    const { plots, ...trends } = trendsFrom(runs);
    assert.match(plots[0]?.svg ?? '', /latest 9\.0 s \(a part\), latest whole run 46\.8 s/);
    assert.match(
      text(trendsPage({ plots, ...trends }, head)),
      /Run r2 repeated a part of r1: its duration here is its own, that above is of all together\./,
    );
    const alone = trendsFrom(runs.slice(0, 1));
    assert.match(alone.plots[0]?.svg ?? '', />latest 46\.8 s</);
    assert.doesNotMatch(trendsPage(alone, head), /repeated/);
  });

  test('writes numbers beside a scale as short as they are', () => {
    const { plots } = trendsFrom([aRecord({ seconds: 46.8, figures: { 'A.1 error rate': 0.5 } })]);
    const scaleOf = (svg = ''): string[] =>
      [...svg.matchAll(/text-anchor="end">([^<]*)</g)].map(([, value = '']) => value);
    assert.deepEqual(scaleOf(plots[0]?.svg), ['0 s', '25 s', '50 s']);
    assert.deepEqual(scaleOf(plots[1]?.svg), ['0 %', '50 %', '100 %']);
    assert.deepEqual(scaleOf(plots[3]?.svg), ['0 %', '0.25 %', '0.5 %']);
    assert.match(plots[3]?.svg ?? '', />latest 0\.5 %</);
  });
});
