import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadSettings } from '../../support/settings/load-settings.ts';

const loaded = (env: NodeJS.ProcessEnv) => loadSettings(env, new Date());
const shardOf = (env: NodeJS.ProcessEnv) => loaded({ SHARD: '1/2', ...env }).settings.shard;

test('a shard is of the run that SHARD_RUN names, else of the pipeline', () => {
  assert.deepEqual(shardOf({ SHARD_RUN: 'nightly-7' }), { index: 1, count: 2, run: 'nightly-7' });
  for (const name of ['GITHUB_RUN_ID', 'CI_PIPELINE_ID', 'BUILD_BUILDID', 'BUILDKITE_BUILD_ID'])
    assert.equal(shardOf({ [name]: '7' })?.run, '7', name);
  assert.equal(shardOf({ SHARD_RUN: 'own', GITHUB_RUN_ID: '7' })?.run, 'own');
  assert.deepEqual(
    loaded({ SHARD_RUN: 'x' }).settings.shard,
    undefined,
    'it is set for every job of a pipeline',
  );
});

test('a run without SHARD names its common run as well: it may be a part by its features or tags', () => {
  const commonRun = (env: NodeJS.ProcessEnv) => loaded(env).settings.commonRun;
  assert.equal(commonRun({ SHARD_RUN: 'nightly-7' }), 'nightly-7');
  assert.equal(commonRun({ GITHUB_RUN_ID: '7' }), '7');
  assert.equal(commonRun({ SHARD: '1/2', CI_PIPELINE_ID: '8' }), '8');
  assert.equal(commonRun({}), undefined);
});

test('one that is of no run that is known is told before it runs', () => {
  assert.deepEqual(shardOf({ SHARD_RUN: '' }), { index: 1, count: 2 });
  assert.match(loaded({ SHARD: '1/2' }).notes.join(), /^note: SHARD without SHARD_RUN: .* PARTIAL at best/);
  for (const quiet of [{ SHARD: '1/2', SHARD_RUN: '7' }, { SHARD: '1/1' }, {}])
    assert.deepEqual(loaded(quiet).notes, []);
});

test('one that tries a job again is told before it runs what its verdict will need', () => {
  const { notes } = loaded({ GITHUB_RUN_ID: '7', GITHUB_RUN_ATTEMPT: '2' });
  assert.match(
    notes.join(),
    /^note: this is attempt 2 of its job: without the recording of every earlier one/,
  );
  assert.deepEqual(loaded({ GITHUB_RUN_ID: '7', GITHUB_RUN_ATTEMPT: '1' }).notes, []);
});

test('a name that no report could show on a line is refused', () => {
  for (const SHARD_RUN of ['a b', 'a\nb', 'x'.repeat(101)])
    assert.throws(() => shardOf({ SHARD_RUN }), /environment variable SHARD_RUN must be up to 100 letters/);
});

test('a BUILD_TAG that is not of Jenkins names no common run: elsewhere it is the tag of an image, the same for every run', () => {
  assert.equal(loaded({ BUILD_TAG: 'latest' }).settings.commonRun, undefined);
  assert.equal(loaded({ BUILD_TAG: 'jenkins-acceptance-7' }).settings.commonRun, 'jenkins-acceptance-7');
});

test('a run notes at which attempt its job is, where the pipeline says that', () => {
  const attempt = (env: NodeJS.ProcessEnv) => loaded(env).settings.attempt;
  assert.equal(attempt({ GITHUB_RUN_ID: '7', GITHUB_RUN_ATTEMPT: '2' }), 2);
  assert.equal(attempt({ BUILDKITE_BUILD_ID: '7', BUILDKITE_RETRY_COUNT: '1' }), 2, 'it counts from 0');
  assert.equal(attempt({ BUILD_BUILDID: '7', SYSTEM_JOBATTEMPT: '2' }), 2);
  assert.equal(attempt({ CI_PIPELINE_ID: '7', CI_JOB_RETRY_COUNT: '1' }), 2, 'it counts from 0');
  assert.equal(attempt({ GITHUB_RUN_ID: '7', GITHUB_RUN_ATTEMPT: '1' }), 1);
  assert.equal(attempt({ GITHUB_RUN_ATTEMPT: 'x', CI_PIPELINE_ID: '7' }), undefined);
});

test('a run notes what its pipeline calls the job', () => {
  for (const name of ['GITHUB_JOB', 'CI_JOB_NAME', 'SYSTEM_JOBNAME', 'BUILDKITE_STEP_KEY'])
    assert.equal(loaded({ [name]: 'nightly' }).settings.job, 'nightly', name);
  assert.equal(loaded({}).settings.job, undefined);
});
