import assert from 'node:assert/strict';
import { appendFileSync, chmodSync, cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { committedFolder, whyUntold } from '../../support/suite/working-tree.ts';
import { scratch } from '../scratch.ts';
import { commitAll, gitIn } from '../verdict/samples/commit.ts';

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

/** Sets variables of this process for the time of a test. */
function setting(t: TestContext, variables: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(variables)) {
    const before = process.env[name];
    process.env[name] = text;
    t.after(() => {
      if (before === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = before;
    });
  }
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

  test('has no change where the file system keeps no modes, and one by its mode elsewhere', async () => {
    const { root, git, changes } = checkout();
    chmodSync(path.join(root, 'package.json'), 0o755);
    assert.deepEqual(await changes(), ['package.json']);
    git('config', 'core.fileMode', 'false');
    assert.deepEqual(await changes(), []);
    appendFileSync(path.join(root, 'package.json'), '\n');
    assert.deepEqual(await changes(), ['package.json']);
  });

  test('has no change where the checkout ends lines in its own way, and one by them elsewhere', async () => {
    const { git, write, changes } = checkout();
    write('support/gate.ts', 'strict\r\n');
    assert.deepEqual(await changes(), ['support/gate.ts']);
    git('config', 'core.autocrlf', 'true');
    assert.deepEqual(await changes(), []);
    write('support/gate.ts', 'lax\r\n');
    assert.deepEqual(await changes(), ['support/gate.ts']);
  });

  test('has no change by packages that lie elsewhere, and one by any other link', async () => {
    const { root, changes } = checkout();
    symlinkSync(scratch('packages'), path.join(root, 'node_modules'));
    assert.deepEqual(await changes(), []);
    symlinkSync(scratch('packages'), path.join(root, 'support', 'node_modules'));
    assert.deepEqual(await changes(), ['support/node_modules']);
  });

  test('is that of its own repository where a hook of another calls it', async (t) => {
    const { root, git, changes } = checkout();
    const other = checkout();
    setting(t, {
      GIT_DIR: path.join(other.root, '.git'),
      GIT_INDEX_FILE: 'index',
      GIT_WORK_TREE: other.root,
    });
    appendFileSync(path.join(root, 'package.json'), '\n');
    assert.deepEqual(await changes(), ['package.json']);
    Reflect.deleteProperty(process.env, 'GIT_DIR');
    Reflect.deleteProperty(process.env, 'GIT_WORK_TREE');
    assert.equal((await committedFolder(root, 'package.json'))?.commit, git('rev-parse', 'HEAD'));
  });

  test('of another user is unknown, and why is said', async (t) => {
    const { root } = checkout();
    assert.equal(await whyUntold(root), undefined);
    setting(t, { GIT_TEST_ASSUME_DIFFERENT_OWNER: '1' });
    assert.equal(await committedFolder(root, 'package.json'), undefined);
    assert.equal(
      await whyUntold(root),
      `the checkout belongs to another user, and git refuses it until: git config --global --add safe.directory ${root}`,
    );
  });

  test('is known by its commit alone where no temporary folder can be made, and why is said', async (t) => {
    const { root, git } = checkout();
    const none = path.join(root, 'package.json', 'none');
    setting(t, { TMPDIR: none });
    assert.deepEqual(await committedFolder(root, 'package.json'), { commit: git('rev-parse', 'HEAD') });
    assert.equal(await whyUntold(root), `no temporary folder can be made in ${none}`);
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
