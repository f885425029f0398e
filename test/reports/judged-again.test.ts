import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { before, test } from 'node:test';
import { promisify } from 'node:util';
import type { SignOff } from '../../support/signoff/sign-off.ts';
import { judgedAgain } from '../../support/verdict/suite-doubts.ts';
import { scratch } from '../scratch.ts';
import { recordedRun, runFile } from '../signoff/rendered.ts';
import { commitAll, gitIn } from '../verdict/samples/commit.ts';
import { SAMPLES } from '../verdict/samples/record.ts';

/** A project that holds the suite in one commit, and a recording that lies in it and in no commit. */
let project: string;
let commit: string;
before(async () => {
  project = scratch('judge');
  for (const name of ['support', 'package.json', 'fixtures/releases', 'features/requirements.yaml'])
    cpSync(name, path.join(project, name), { recursive: true });
  symlinkSync(path.resolve('node_modules'), path.join(project, 'node_modules'));
  writeFileSync(path.join(project, '.gitignore'), 'node_modules\n');
  commit = commitAll(project);
  mkdirSync(path.join(project, 'shards'));
  const run = await recordedRun(runFile(), `${SAMPLES.features}/claims.feature:8`);
  cpSync(run, path.join(project, 'shards', 'a'), { recursive: true });
});

async function judgedThere(): Promise<{ missing: string; notes: string }> {
  await promisify(execFile)(process.execPath, ['support/report.ts', 'shards/a'], { cwd: project }).catch(
    ({ code, stderr }: { code: number; stderr: string }) => assert.equal(code, 1, stderr),
  );
  const signOff = await readFile(path.join(project, 'shards', 'a', 'signoff.json'), 'utf8');
  const { missing, notes } = JSON.parse(signOff) as SignOff;
  return { missing: missing.join('\n'), notes: notes.join('\n') };
}

test('a recording that is judged again says by which commit, and is in doubt by an edited judge', async () => {
  const clean = await judgedThere();
  assert.match(clean.notes, new RegExp(`^judged again by suite \\S+, commit ${commit}$`, 'm'));
  assert.doesNotMatch(clean.missing, /judged again/);
  appendFileSync(path.join(project, 'support', 'verdict', 'gate.ts'), '// edited\n');
  const edited = await judgedThere();
  assert.match(
    edited.missing,
    new RegExp(`^judged again with support/verdict/gate.ts as commit ${commit} does not hold it`, 'm'),
  );
  gitIn(project)('commit', '-qam', 'later');
  const later = await judgedThere();
  assert.match(later.notes, new RegExp(`commit ${gitIn(project)('rev-parse', 'HEAD')}$`, 'm'));
  assert.doesNotMatch(later.missing, /judged again/);
});

test('a judge without a commit, of which git cannot tell, or with several edits is doubted', () => {
  const judge = { version: '0.1.0', commit: 'aaaa' };
  assert.match(judgedAgain({ version: '0.1.0' }).doubts.join(), /has no commit/);
  assert.match(judgedAgain(judge).doubts.join(), /^git cannot say whether/);
  const edited = ['support/a.ts', 'support/b.ts', 'package.json'];
  assert.match(
    judgedAgain({ ...judge, edited }).doubts.join(),
    /with support\/a\.ts and 2 other files as commit aaaa/,
  );
  assert.deepEqual(judgedAgain({ ...judge, edited: [] }).doubts, []);
});
