import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { renderReports } from '../../support/reports/render.ts';
import { causeOf, cutMessage } from '../../support/verdict/plain-text.ts';
import { record, SAMPLES } from '../verdict/samples/record.ts';

test('a very long message is cut in every report, which says where the whole of it is', async () => {
  const messages = await record();
  const lines = readFileSync(messages, 'utf8').split('\n');
  const long = lines.map((line) =>
    line.startsWith('{"testStepFinished"')
      ? line.replaceAll('no route', `no route ${'x'.repeat(2e6)}`)
      : line,
  );
  writeFileSync(messages, long.join('\n'));
  const folder = path.dirname(messages);
  const { summary } = await renderReports(folder, { sources: SAMPLES });
  assert.ok(summary.length < 100_000, String(summary.length));
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
    if (!name.endsWith('.ndjson')) assert.ok(statSync(path.join(folder, name)).size < 1_500_000, name);
  for (const name of ['junit.xml', 'signoff.md', 'signoff.html', 'traceability.json', 'cucumber.json'])
    assert.match(readFileSync(path.join(folder, name), 'utf8'), /more characters in messages\.ndjson/, name);
});

test('what is cut already is not cut again', () => {
  const cause = causeOf(`AssertionError: ${'x'.repeat(9_999)}\nmore`);
  assert.equal(cause, `${'x'.repeat(500)}… (9,499 more characters in messages.ndjson)`);
  assert.equal(
    causeOf(`passed in attempt 2 of 2; before: ${cause}`),
    `passed in attempt 2 of 2; before: ${cause}`,
  );
  assert.equal(cutMessage('short\nand whole'), 'short\nand whole');
});

test('the pages of the reporter hold an attachment once: the data for their charts is without it', async () => {
  const messages = await record();
  const folder = path.dirname(messages);
  await renderReports(folder, { sources: SAMPLES });
  const pages = readdirSync(path.join(folder, 'html'), { recursive: true, encoding: 'utf8' });
  const texts = pages.filter((name) => name.endsWith('.html')).map((name) => [name, 'html', name] as const);
  assert.ok(texts.length > 1);
  for (const [name, ...place] of texts)
    assert.doesNotMatch(
      readFileSync(path.join(folder, ...place), 'utf8'),
      /"(?:textNames|doc_string)":/,
      name,
    );
});
