import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { aboutRegister } from '../../support/verdict/register-doubts.ts';
import { scratch } from '../scratch.ts';
import { commitAll, gitIn } from './samples/commit.ts';

/** A checkout with one commit, and what git says in it. */
function checkout(): { features: string; git: (...args: readonly string[]) => string } {
  const root = scratch('register');
  const features = path.join(root, 'features');
  mkdirSync(features);
  writeFileSync(path.join(features, 'requirements.yaml'), 'systems: []\n');
  writeFileSync(path.join(features, 'exceptions.yaml'), '[]\n');
  commitAll(root);
  return { features, git: gitIn(root) };
}

describe('the register that a recording is judged by', () => {
  test('is doubted with changes that no commit holds, and a change since the run is said', async () => {
    const { features, git } = checkout();
    const suite = { version: '0.1.0', commit: git('rev-parse', 'HEAD') };
    const known = async () => aboutRegister(features, [{ run: 'a', suite }]);
    assert.deepEqual(await known(), { doubts: [], notes: [] });

    appendFileSync(path.join(features, 'exceptions.yaml'), '# a waiver behind the run\n');
    assert.match((await known()).doubts.join(), /features\/exceptions\.yaml has changes that no commit/);

    git('commit', '-qam', 'b');
    const { doubts, notes } = await known();
    assert.deepEqual(doubts, []);
    assert.match(notes.join(), /features\/exceptions\.yaml has changed since run a \(commit \w+\)/);
  });

  test('is doubted where git does not have it, or cannot be asked', async () => {
    const { features } = checkout();
    writeFileSync(path.join(features, 'coverage.yaml'), '[]\n');
    assert.match((await aboutRegister(features, [])).doubts.join(), /features\/coverage\.yaml has changes/);
    const { doubts } = await aboutRegister(scratch('none'), []);
    assert.match(doubts.join(), /^git cannot say whether a commit holds .*requirements\.yaml/);
  });

  test('is doubted with changes that the index of git was told to overlook', async () => {
    for (const overlook of ['--assume-unchanged', '--skip-worktree']) {
      const { features, git } = checkout();
      git('update-index', overlook, 'features/requirements.yaml');
      appendFileSync(path.join(features, 'requirements.yaml'), '# P0 -> P3\n');
      assert.equal(git('status', '--porcelain'), '');
      assert.match(
        (await aboutRegister(features, [])).doubts.join(),
        /requirements\.yaml has changes/,
        overlook,
      );
    }
  });

  test('is doubted where the commit holds a link to it alone', async () => {
    const { features, git } = checkout();
    const outside = path.join(scratch('outside'), 'requirements.yaml');
    writeFileSync(outside, 'systems: []\n');
    rmSync(path.join(features, 'requirements.yaml'));
    symlinkSync(outside, path.join(features, 'requirements.yaml'));
    git('add', '-A');
    git('commit', '-qm', 'a link');
    assert.match((await aboutRegister(features, [])).doubts.join(), /requirements\.yaml has changes/);
  });

  test('is doubted where the commit of the run is not in this clone', async () => {
    const { features } = checkout();
    const suite = { version: '0.1.0', commit: 'a'.repeat(40), modified: false };
    const { doubts } = await aboutRegister(features, [{ run: 'a', suite }]);
    assert.match(doubts.join(), /^commit a{40} of run a is not here/);
  });
});
