import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { knownRegister } from '../../support/verdict/known-register.ts';
import { scratch } from './samples/scratch.ts';

/** A checkout with one commit, and what git says in it. */
function checkout(): { features: string; git: (...args: readonly string[]) => string } {
  const root = scratch('register');
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-C', root, '-c', 'user.name=x', '-c', 'user.email=x', ...args], {
      encoding: 'utf8',
    }).trim();
  const features = path.join(root, 'features');
  mkdirSync(features);
  writeFileSync(path.join(features, 'exceptions.yaml'), '[]\n');
  git('init', '-q');
  git('add', '.');
  git('commit', '-qm', 'a');
  return { features, git };
}

describe('the register that a recording is judged by', () => {
  test('is doubted with changes that no commit holds, and a change since the run is said', async () => {
    const { features, git } = checkout();
    const suite = { version: '0.1.0', commit: git('rev-parse', 'HEAD') };
    const known = async () => knownRegister(features, [{ run: 'a', suite }]);
    assert.deepEqual(await known(), { doubts: [], notes: [] });

    appendFileSync(path.join(features, 'exceptions.yaml'), '# a waiver behind the run\n');
    assert.match((await known()).doubts.join(), /^features\/exceptions\.yaml has changes that no commit/);

    git('commit', '-qam', 'b');
    const { doubts, notes } = await known();
    assert.deepEqual(doubts, []);
    assert.match(notes.join(), /^features\/exceptions\.yaml has changed since run a \(commit \w+\)/);
  });

  test('is doubted where git does not have it, and nothing is known outside a checkout', async () => {
    const { features } = checkout();
    writeFileSync(path.join(features, 'coverage.yaml'), '[]\n');
    assert.match((await knownRegister(features, [])).doubts.join(), /^features\/coverage\.yaml has/);
    assert.deepEqual(await knownRegister(scratch('none'), []), { doubts: [], notes: [] });
  });
});
