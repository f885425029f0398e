import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { before, describe, test } from 'node:test';
import type { Statement } from '../../support/signoff/statement.ts';
import { SAMPLES } from '../verdict/samples/record.ts';
import { type Schema, violations } from './json-schema.ts';
import { DIGEST, type RenderedSample, renderSample, runFile } from './rendered.ts';

const schema = JSON.parse(
  await readFile(path.join(import.meta.dirname, 'test-result.schema.json'), 'utf8'),
) as Schema;

let sample: RenderedSample;
let statement: Statement;
before(async () => {
  sample = await renderSample();
  statement = JSON.parse(await sample.read('signoff.intoto.json')) as Statement;
});

describe('the in-toto statement', () => {
  test('keeps the rules of its published fields', () => {
    assert.deepEqual(violations(statement, schema), []);
  });

  test('is about the images whose digests the cluster showed, and about no others', () => {
    assert.deepEqual(statement.subject, [{ name: 'kserve/controller', digest: { sha256: DIGEST } }]);
  });

  test('names each check and each scenario once, by how it came out', () => {
    const { predicate } = statement;
    assert.equal(predicate.result, 'FAILED');
    assert.ok(predicate.passedTests.includes('LB-001.1'));
    assert.ok(predicate.failedTests.includes('LB-001.4') && predicate.failedTests.includes('LB-002.1'));
    assert.ok(predicate.failedTests.some((name) => name.endsWith('.feature: A step is pending')));
    assert.ok(
      predicate.warnedTests.some((name) => name.includes('endings.feature')),
      'what was skipped',
    );
    const names = [...predicate.passedTests, ...predicate.warnedTests, ...predicate.failedTests];
    assert.ok(!names.includes('LB-001.11'), 'what nothing decides is in no list');
    assert.equal(predicate['llm-serving-acceptance.decision'], 'NO-GO');
  });

  test('names what configured the run, with digests', () => {
    const names = statement.predicate.configuration.map(({ name }) => name);
    for (const name of [
      `${SAMPLES.features}/requirements.yaml`,
      `${SAMPLES.features}/claims.feature`,
      'fixtures/releases/kserve/document.yaml',
      'fixtures/targets/kind.yaml',
    ])
      assert.ok(names.includes(name), name);
  });

  test('passes for GO only: a partial run warns', async () => {
    const part = await renderSample(runFile(), SAMPLES, `${SAMPLES.features}/claims.feature:8`);
    const { predicate } = JSON.parse(await part.read('signoff.intoto.json')) as Statement;
    assert.deepEqual([part.signOff.decision, predicate.result], ['PARTIAL', 'WARNED']);
  });

  test('tells two digests of one image apart', async () => {
    const other = `kserve/controller@sha256:${'b2'.repeat(32)}`;
    const { read } = await renderSample(
      runFile({}, { 'kserve/other': `docker-pullable://${other}` }),
      SAMPLES,
      `${SAMPLES.features}/claims.feature:8`,
    );
    const { subject } = JSON.parse(await read('signoff.intoto.json')) as Statement;
    assert.deepEqual(
      subject.map(({ name }) => name),
      ['kserve/controller (kserve/controller)', 'kserve/controller (kserve/other)'],
    );
  });

  test('is not written where no digest is known: a statement needs a subject', async () => {
    const { read, signOff } = await renderSample(
      runFile({}, { 'kserve/controller': `sha256:${DIGEST}` }),
      SAMPLES,
      `${SAMPLES.features}/claims.feature:8`,
    );
    await assert.rejects(read('signoff.intoto.json'), { code: 'ENOENT' });
    assert.deepEqual(signOff.images, [{ name: 'vllm/vllm:v1', where: 'image of "model-server"' }]);
  });
});

test('the schema refuses what the rules forbid', () => {
  const broken: readonly [string, object, RegExp][] = [
    ['another type', { ...statement, _type: 'https://in-toto.io/Statement/v0.1' }, /_type/],
    ['no subject', { ...statement, subject: [] }, /at least 1/],
    ['a subject without a digest', { ...statement, subject: [{ name: 'x' }] }, /digest|one of/],
    [
      'another result',
      { ...statement, predicate: { ...statement.predicate, result: 'GO' } },
      /one of PASSED/,
    ],
    ['no configuration', { ...statement, predicate: { result: 'PASSED' } }, /configuration/],
    [
      'a field of nobody',
      { ...statement, predicate: { ...statement.predicate, decision: 'GO' } },
      /decision: is unknown/,
    ],
  ];
  for (const [what, value, expected] of broken)
    assert.match(violations(value, schema).join('\n'), expected, what);
});
