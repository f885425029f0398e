import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { loadRelease } from '../../support/settings/load-release.ts';
import { readFeatureFolder } from '../../support/verdict/feature-files.ts';

const files = await readdir('fixtures/releases/kserve');
const releases = files
  .filter((file) => file !== 'schema.yaml')
  .map((file) => loadRelease('kserve', file.replace(/\.yaml$/, '')));
const { scenarios } = await readFeatureFolder('features');

test('what a release does not promise is claimed by a feature that it covers', () => {
  for (const { name, covers, notPromised } of releases)
    for (const check of Object.keys(notPromised)) {
      const claimed = scenarios.filter(({ claims }) => claims.some((claim) => claim.check === check));
      assert.ok(claimed.length > 0, `${name}: nothing claims ${check}`);
      const isCovered = claimed.some(({ requirementIds }) =>
        requirementIds.some((id) => covers?.some((one) => id.startsWith(one.replace(/\*$/, ''))) ?? true),
      );
      assert.ok(isCovered, `${name} does not cover ${check}`);
    }
});

test('the guide lists what v0.20 does not promise', async () => {
  const guide = await readFile('docs/releases.md', 'utf8');
  const [, table = ''] = guide.split('What v0.20 does not promise');
  const listed = [...table.matchAll(/^\| ([A-Z][A-Z0-9., -]+) \|/gm)].flatMap(([, ids = '']) =>
    ids.split(', '),
  );
  const { notPromised = {} } = releases.find(({ name }) => name === 'v0.20') ?? {};
  assert.deepEqual(listed.sort(), Object.keys(notPromised).sort());
});
