import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { detectable } from '../../support/capabilities/capabilities.ts';
import { readFeatureFolder } from '../../support/verdict/feature-files.ts';

test('the page of capabilities has a row for each that a scenario needs, and no other', async () => {
  const { scenarios } = await readFeatureFolder('features');
  const tags = scenarios.flatMap((scenario) => scenario.tags.map(({ name }) => name));
  const needed = new Set(tags.flatMap((name) => /^@needs-(.+)$/.exec(name)?.[1] ?? []));
  const rows = readFileSync('docs/capabilities.md', 'utf8').matchAll(/^\| `([a-z0-9-]+)` \|/gm);
  assert.deepEqual([...rows].map(([, capability]) => capability).sort(), [...needed].sort());
});

test('the glossary offers tags for exactly what something detects', () => {
  const text = readFileSync('docs/glossary.md', 'utf8');
  const offered = [...text.matchAll(/^\| `@needs-([\w-]+)` \|/gm)].map(([, id]) => id);
  assert.deepEqual(offered.toSorted(), detectable.toSorted());
});
