import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { before, describe, test } from 'node:test';
import { renderReports } from '../../support/reports/render.ts';
import type { Statement } from '../../support/signoff/statement.ts';
import { SAMPLES } from '../verdict/samples/record.ts';
import { violations } from './in-toto/schema.ts';
import { DIGEST, type RenderedSample, recordedRun, renderSample, runFile } from './rendered.ts';

let sample: RenderedSample;
let statement: Statement;
before(async () => {
  sample = await renderSample();
  statement = JSON.parse(await sample.read('signoff.intoto.json')) as Statement;
});

describe('the in-toto statement', () => {
  test('keeps the rules of its published fields', () => {
    assert.deepEqual(violations(statement), []);
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
    assert.deepEqual(predicate.warnedTests, []);
    const names = [...predicate.passedTests, ...predicate.warnedTests, ...predicate.failedTests];
    assert.equal(new Set(names).size, names.length);
    assert.ok(!names.includes('LB-001.11'), 'what nothing decides is in no list');
    const skipped = sample.rendered.verdicts.scenarios.filter(({ verdict }) => verdict === 'skipped');
    assert.ok(skipped.length > 0);
    for (const { scenario } of skipped)
      assert.ok(!names.some((name) => name.endsWith(`: ${scenario.defined.name}`)), 'nor what was skipped');
    assert.equal(predicate.llmServingAcceptance.decision, 'NO-GO');
  });

  test('names the recording that it rests on and its run.json, with digests', () => {
    const { recordings } = statement.predicate.llmServingAcceptance;
    assert.deepEqual(
      recordings.map(({ name }) => name),
      ['messages.ndjson', 'run.json'],
    );
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

  test('has failed where a pipeline must not pass: a recording whose run.json was changed', async () => {
    const folder = await recordedRun(runFile(), `${SAMPLES.features}/claims.feature:8`);
    const file = path.join(folder, 'run.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('v1.34', 'v1.33'));
    const { verdicts } = await renderReports(folder, { sources: SAMPLES });
    const text = readFileSync(path.join(folder, 'signoff.intoto.json'), 'utf8');
    const { predicate } = JSON.parse(text) as Statement;
    assert.deepEqual(
      [verdicts.gate.decision, verdicts.gate.exitCode, predicate.result],
      ['PARTIAL', 1, 'FAILED'],
    );
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
    ['no subject', { ...statement, subject: [] }, /subject must NOT have fewer than 1/],
    ['a subject without a digest', { ...statement, subject: [{ name: 'x' }] }, /subject\/0 .*"digest"/],
    [
      'a digest in capitals',
      { ...statement, subject: [{ name: 'x', digest: { sha256: DIGEST.toUpperCase() } }] },
      /sha256 must match pattern/,
    ],
    [
      'half a digest',
      { ...statement, subject: [{ name: 'x', digest: { sha256: 'a1' } }] },
      /sha256 must NOT have fewer/,
    ],
    [
      'a URI without a scheme',
      { ...statement, predicate: { ...statement.predicate, url: 'ci.example/1' } },
      /url must match/,
    ],
    [
      'a test without a name',
      { ...statement, predicate: { ...statement.predicate, passedTests: [' '] } },
      /passedTests\/0/,
    ],
    [
      'another result',
      { ...statement, predicate: { ...statement.predicate, result: 'GO' } },
      /result must be equal to one of .*PASSED/,
    ],
    ['no configuration', { ...statement, predicate: { result: 'PASSED' } }, /configuration/],
    [
      'a field of nobody',
      { ...statement, predicate: { ...statement.predicate, decision: 'GO' } },
      /additional properties .*decision/,
    ],
  ];
  for (const [what, value, expected] of broken) assert.match(violations(value).join('\n'), expected, what);
});
