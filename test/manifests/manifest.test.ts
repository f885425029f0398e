import assert from 'node:assert/strict';
import { test } from 'node:test';
import { manifestNames, parseManifest, readManifest } from '../../support/manifests/manifest.ts';

test('every manifest of the repository is one valid object', () => {
  const names = manifestNames('kserve');
  assert.ok(names.length > 0);
  for (const name of names) assert.ok(readManifest('kserve', name).kind, name);
});

test('a name that is no manifest is answered with those that are most like it', () => {
  assert.throws(
    () => readManifest('kserve', 'llm-basic-osi'),
    {
      name: 'UnknownWord',
      message: /no manifest "llm-basic-osi" in fixtures\/manifests\/kserve; .*llm-basic-oci/,
    },
    'a mistake of the feature, which says nothing about the system',
  );
});

test('what is not YAML is named with file, line and column', () => {
  assert.throws(() => parseManifest('kind: A\nbad: [', 'x.yaml'), /^Error: x\.yaml:2:\d+: /);
});

test('what is not an object of Kubernetes is refused', () => {
  assert.throws(() => parseManifest('- 1', 'x.yaml'), /x\.yaml:1:1: expected an object with apiVersion/);
  assert.throws(
    () => parseManifest('a: 1\n---\nb: 2\n', 'x.yaml'),
    /x\.yaml:1:1: expected one object, got 2/,
  );
});
