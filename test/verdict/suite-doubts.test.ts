import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, test } from 'node:test';
import { messagesOf } from '../../support/runs/run-place.ts';
import type { Suite } from '../../support/suite/suite.ts';
import { runFilesBeside } from '../../support/verdict/run-files.ts';
import { differingSuites, suitesOf, unknownSuites } from '../../support/verdict/suite-doubts.ts';
import { scratch } from '../scratch.ts';
import { runFile } from '../signoff/rendered.ts';

/** Run directories with one file in each; their message files. */
async function runs(name: string, ...contents: readonly (string | undefined)[]): Promise<string[]> {
  const root = scratch('runs');
  return Promise.all(
    contents.map(async (content, index) => {
      const folder = path.join(root, `r${index}`);
      await mkdir(folder);
      if (content !== undefined) await writeFile(path.join(folder, name), content);
      return path.join(folder, 'messages.ndjson');
    }),
  );
}

const A = { version: '0.1.0', commit: 'aaaa', modified: false };
const told = (...suites: readonly (Suite | undefined)[]): string[] => {
  const known = suitesOf(
    suites.map((suite, index) => ({
      mark: { run: `r${index}`, ...(suite && { suite }), runFile: '', planned: [], lines: '' },
    })),
  );
  return [...unknownSuites(known), ...differingSuites(known)];
};

describe('the suite that judged', () => {
  test('is known by its commit, and the same in all runs', () => {
    assert.deepEqual(told(A), []);
    assert.deepEqual(told(A, A), []);
  });

  test('is doubted where it has changes or no commit', () => {
    const changed = { ...A, modified: true };
    assert.deepEqual(told(changed), [
      'run r0 was made with uncommitted changes to the suite of commit aaaa: nobody can look up what judged',
    ]);
    assert.deepEqual(told(changed, changed), [
      'runs r0, r1 were made with uncommitted changes to the suite of commit aaaa: nobody can look up what judged',
    ]);
    assert.deepEqual(told({ version: '0.1.0', commit: 'aaaa' }), [
      'run r0 does not say whether its suite differed from commit aaaa',
    ]);
    const unnamed = ['run r0 names no commit of its suite: nobody knows which one judged'];
    assert.deepEqual(told({ version: '0.1.0' }), unnamed);
    assert.deepEqual(told(undefined), unnamed);
  });

  test('is named where merged runs differ in it', () => {
    assert.deepEqual(told(A, { ...A, commit: 'bbbb' }), [
      'run r1 is of suite 0.1.0, commit bbbb, run r0 of 0.1.0, commit aaaa: their verdicts are not of one suite',
    ]);
    assert.equal(told(A, { ...A, modified: true }).length, 2);
  });

  test('is not known of a recording that does not say of which run it is', () => {
    assert.deepEqual(suitesOf([{}]), []);
  });
});

test('a run.json that is JSON and no record of a run is damaged, and read as none', async () => {
  for (const text of ['null', '{}', '[]', '5', '{"settings":null}', '{"settings":{"run":{"id":"a"}}}']) {
    const [messages = ''] = await runs('run.json', text);
    const { runFile: read, damages } = await runFilesBeside([messages]);
    assert.equal(read, undefined);
    assert.match(damages.join(), /run\.json is damaged: nobody knows which target this was$/, text);
    assert.deepEqual(await messagesOf(path.dirname(messages)), [messages]);
  }
});

describe('promises and targets of merged runs', () => {
  const doubts = async (...files: readonly object[]): Promise<string[]> => {
    const onOne = files.map((file) => JSON.stringify({ ...file, cluster: { uid: 'u1' } }));
    const found = await runFilesBeside(await runs('run.json', ...onOne));
    assert.deepEqual(found.damages, []);
    return found.doubts.map((doubt) => doubt.replace(/ of .*$/, ''));
  };
  const target = { name: 'kind', context: 'kind-<kind>', timeScale: 1 };
  const table = { system: 'kserve', name: 'document', words: { port: 80 } };

  test('are the same whatever the order of their keys and the place of their files', async () => {
    const one = {
      target: { ...target, kubeconfig: '/a', source: { path: '/a/kind.yaml', sha256: 'a', bytes: 1 } },
      releases: { kserve: { ...table, file: 'a.yaml' } },
    };
    const { name, ...rest } = target;
    const two = {
      target: { source: { path: 'kind.yaml', sha256: 'b', bytes: 2 }, kubeconfig: '/b', ...rest, name },
      releases: { kserve: { file: 'b.yaml', ...table } },
    };
    assert.deepEqual(await doubts(runFile(one), runFile(two)), []);
  });

  test('are named where they differ under one name', async () => {
    const changed = { kserve: { ...table, words: { port: 8000 } } };
    const before = runFile({ target, releases: { kserve: table } });
    assert.deepEqual(await doubts(before, runFile({ target, releases: changed })), ['the release table']);
    const slower = { ...target, timeScale: 60 };
    assert.deepEqual(await doubts(before, runFile({ target: slower, releases: { kserve: table } })), [
      'the target',
    ]);
  });
});
