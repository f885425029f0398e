import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { readManifest } from '../../support/manifests/manifest.ts';
import { holdManifests, manifestDigests } from '../../support/manifests/manifest-digests.ts';
import { scratch } from '../scratch.ts';

test('no manifest is deployed that is not what it was when the run began', (t) => {
  const home = process.cwd();
  t.after(() => {
    process.chdir(home);
    holdManifests(undefined);
  });
  process.chdir(scratch('held'));
  const file = path.join('fixtures', 'manifests', 'kserve', 'a.yaml');
  mkdirSync(path.dirname(file), { recursive: true });
  const write = (value: string): void =>
    writeFileSync(
      file,
      `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: { value: "${value}" }\n`,
    );
  write('1');
  holdManifests(manifestDigests());
  assert.deepEqual(readManifest('kserve', 'a').data, { value: '1' });
  write('2');
  assert.throws(() => readManifest('kserve', 'a'), {
    name: 'EnvironmentError',
    message: `${file} is not what it was when the run began: begin a new run, and leave the project alone meanwhile`,
  });
  holdManifests(undefined);
  assert.deepEqual(readManifest('kserve', 'a').data, { value: '2' });
});
