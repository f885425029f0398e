import assert from 'node:assert/strict';
import { appendFileSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { committedFolder } from '../../support/signoff/working-tree.ts';
import { commitAll, gitIn } from '../verdict/samples/commit.ts';
import { scratch } from '../verdict/samples/scratch.ts';

/** A checkout with one commit, what git says in it, and which files differ from the commit. */
function checkout() {
  const root = scratch('suite');
  const git = gitIn(root);
  const write = (name: string, content: string): void => {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), content);
  };
  write('package.json', '{}\n');
  write('support/gate.ts', 'strict\n');
  write('.gitignore', 'node_modules/\n*.log\n');
  commitAll(root);
  const changes = async () => (await committedFolder(root, 'package.json'))?.changes;
  return { root, git, write, changes };
}

describe('the suite of a working directory', () => {
  test('is that of its commit, whatever the committed .gitignore names', async () => {
    const { root, git, write } = checkout();
    write('node_modules/x/index.js', '');
    write('run.log', '');
    assert.deepEqual(await committedFolder(root, 'package.json'), {
      commit: git('rev-parse', 'HEAD'),
      changes: [],
    });
  });

  test('differs by what is staged, changed, deleted or new', async () => {
    const { root, git, write, changes } = checkout();
    write('support/new folder/é.ts', '');
    assert.deepEqual(await changes(), ['support/new folder/é.ts']);
    git('add', '.');
    assert.deepEqual(await changes(), ['support/new folder/é.ts']);
    git('rm', '-qrf', 'support');
    assert.deepEqual(await changes(), ['support/gate.ts']);
    git('checkout', '-q', 'HEAD', '--', '.');
    appendFileSync(path.join(root, 'package.json'), '\n');
    assert.deepEqual(await changes(), ['package.json']);
  });

  const hidden: Record<string, (it: ReturnType<typeof checkout>) => void> = {
    'assumed unchanged': ({ git }) => git('update-index', '--assume-unchanged', 'support/gate.ts'),
    'left out of the working tree': ({ git }) => git('update-index', '--skip-worktree', 'support/gate.ts'),
    'behind a damaged index': ({ write }) => write('.git/index', 'no index'),
    'behind a filter': ({ git, write }) => {
      git('config', 'filter.x.clean', 'echo strict');
      write('.git/info/attributes', '* filter=x\n');
    },
    'behind a replaced tree': ({ git }) => {
      const before = git('rev-parse', 'HEAD');
      git('commit', '-qam', 'lax');
      const after = git('rev-parse', 'HEAD');
      git('reset', '-q', '--soft', before);
      git('replace', before, after);
    },
  };
  for (const [name, hide] of Object.entries(hidden))
    test(`differs by a file that is ${name}`, async () => {
      const it = checkout();
      it.write('support/gate.ts', 'lax\n');
      hide(it);
      assert.deepEqual(await it.changes(), ['support/gate.ts']);
    });

  const overlooked: Record<string, (it: ReturnType<typeof checkout>) => void> = {
    'the configuration does not show': ({ git }) => git('config', 'status.showUntrackedFiles', 'no'),
    'the repository excludes': ({ write }) => write('.git/info/exclude', '*.ts\n'),
    'an uncommitted .gitignore names': ({ write }) => write('support/.gitignore', '*\n'),
  };
  for (const [name, hide] of Object.entries(overlooked))
    test(`differs by a new file that ${name}`, async () => {
      const it = checkout();
      it.write('support/lax.ts', '');
      hide(it);
      assert.ok((await it.changes())?.includes('support/lax.ts'));
    });

  test('is unknown in a folder that another repository ignores or does not have', async () => {
    const { root, write } = checkout();
    for (const name of ['node_modules/suite', 'suite']) {
      write(`${name}/package.json`, '{}\n');
      assert.equal(await committedFolder(path.join(root, name), 'package.json'), undefined);
    }
    const copy = scratch('copy');
    cpSync(path.join(root, 'package.json'), path.join(copy, 'package.json'));
    assert.equal(await committedFolder(copy, 'package.json'), undefined);
  });

  test('is one folder of its repository where that holds more', async () => {
    const { root, git, write } = checkout();
    write('suite/package.json', '{}\n');
    write('suite/.gitignore', '/reports/\n');
    git('add', '.');
    git('commit', '-qm', 'b');
    write('suite/reports/x', '');
    write('elsewhere', '');
    const folder = await committedFolder(path.join(root, 'suite'), 'package.json');
    assert.deepEqual(folder?.changes, []);
  });
});
