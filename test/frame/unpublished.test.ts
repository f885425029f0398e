import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { scratch } from '../scratch.ts';
import { runFile } from '../signoff/rendered.ts';
import { wholeProject } from '../verdict/samples/whole-project.ts';

const OUTCOME = path.resolve('support/coordinator/outcome.ts');

test('reports that cannot be replaced cost no verdict: it is shown, and where its reports are', async () => {
  const project = wholeProject('unpublished');
  const run = await project.run('r7', ['a.feature']);
  mkdirSync(path.join(run, 'evidence'));
  execFileSync('mkfifo', [path.join(run, 'evidence', 'no-copy-of-this')]);
  const folder = scratch('unpublished-from');
  mkdirSync(path.join(folder, 'reports'));
  symlinkSync(path.resolve(project.sources.features), path.join(folder, 'features'));
  writeFileSync(path.join(folder, 'reports', 'run.json'), JSON.stringify(runFile()));
  writeFileSync(path.join(folder, 'reports', 'signoff.md'), '# GO');
  const settings = { run: { id: 'r7', directory: run }, target: {}, defects: ['x'] };
  const script = path.join(folder, 'report.mjs');
  const report = `await new Outcome().report(${JSON.stringify(settings)}, [])`;
  writeFileSync(script, `import { Outcome } from ${JSON.stringify(OUTCOME)};\n${report};`);
  const { status, stdout, stderr } = spawnSync(process.execPath, [script], {
    ...{ cwd: folder, encoding: 'utf8' },
    env: { ...process.env, ACCEPTANCE_PUBLISH: '1' },
  });
  assert.match(stdout, /decision {3}PARTIAL/);
  assert.match(stdout, new RegExp(`${run}/html`), "the pages that are this run's");
  assert.match(stderr, new RegExp(`reports/ could not be replaced \\(.+\\): .* run r7 are in ${run}`));
  assert.match(stderr, /reports\/ still shows run r1 /);
  assert.equal(status, 1, 'who ships reports/ must not ship those of another run');
});
