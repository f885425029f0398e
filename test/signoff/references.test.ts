import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signOffMarkdown } from '../../support/reports/markdown/sign-off.ts';
import { signOffPage } from '../../support/reports/pages/sign-off-page.ts';
import { terminalSummary } from '../../support/reports/summary.ts';
import { signOff } from '../../support/signoff/sign-off.ts';
import type { Metric } from '../../support/verdict/metrics-model.ts';
import { renderSample } from './rendered.ts';

/** A figure that no earlier run measured. */
const FIRST: Metric = {
  ...{ id: 'RK-001.26 median latency', name: 'median latency', value: 100, unit: 'ms', better: 'lower' },
  ...{ requirements: ['RK-001'], scenario: 'It measures', at: 'a.feature:3' },
};

test('that no figure was compared with earlier runs stands beside the verdict, not in a list', async () => {
  const { verdicts } = (await renderSample()).rendered;
  const first = { ...verdicts, metrics: { ...verdicts.metrics, metrics: [FIRST] } };
  const signed = signOff(first, { invocations: [], digests: [], problems: [] });
  const sentence =
    '0 of 1 figure has a reference: no earlier run on this target is in reports/history.ndjson, so only the limits in their features hold them';
  assert.deepEqual(signed.figures, { figures: 1, compared: 0, byFewRuns: 0, sentence });
  const [header = ''] = signOffPage(first, signed).split('</header>');
  assert.ok(header.includes(`</h1>\n<p class="beside">${sentence}</p>`), header.slice(-600));
  const [title, , beside] = signOffMarkdown(signed).split('\n');
  assert.match(title ?? '', /^# NO-GO/);
  assert.equal(beside?.replaceAll('\\', ''), sentence);
  assert.ok(terminalSummary(first, 'reports').includes(`\nfigures    ${sentence}\ndecision   NO-GO`));
});
