import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { statusOf } from '../../support/command-line/run-command.ts';
import { glossary } from '../../support/glossary/command.ts';
import { lintFeatures } from '../../support/lint/command.ts';
import { featureSourceOf } from '../../support/lint/feature-source.ts';
import { newFeature } from '../../support/new-feature/command.ts';
import { scratchFolder } from '../lint/throw-away.ts';
import { written } from './scratch.ts';

/** A project whose features can be thrown away, and whose code is this one's. */
function scratchProject(): string {
  const folder = scratchFolder();
  for (const name of ['step-definitions', 'support', 'fixtures'])
    symlinkSync(path.resolve(name), path.join(folder, name));
  const features = path.join(folder, 'features');
  mkdirSync(features);
  symlinkSync(path.resolve('features/requirements.yaml'), path.join(features, 'requirements.yaml'));
  return folder;
}

const COMMANDS = { glossary, lint: lintFeatures, new: newFeature };

/** Runs a command in a project: it reads and writes below the working directory. */
async function run(folder: string, name: keyof typeof COMMANDS, ...args: string[]) {
  const said = { stdout: '', stderr: '' };
  const before = process.cwd();
  process.chdir(folder);
  try {
    const status = await statusOf(name, COMMANDS[name], args, {
      out: (text) => {
        said.stdout += text;
      },
      err: (text) => {
        said.stderr += text;
      },
    });
    return { status, ...said };
  } finally {
    process.chdir(before);
  }
}

test('docs/glossary.md is what the step definitions and features say today', async () => {
  const { status, stderr } = await run('.', 'glossary', '--check');
  assert.equal(status, 0, stderr);
});

test('the check of the glossary fails with the first line that differs', async () => {
  const folder = scratchProject();
  const file = path.join(folder, 'docs', 'glossary.md');
  assert.equal((await run(folder, 'glossary')).status, 0);
  assert.deepEqual(await run(folder, 'glossary', '--check'), {
    status: 0,
    stdout: 'glossary: docs/glossary.md is up to date\n',
    stderr: '',
  });
  writeFileSync(file, readFileSync(file, 'utf8').replace('## Manifests', '## Manifest'));
  const differs = await run(folder, 'glossary', '--check');
  assert.equal(differs.status, 1);
  assert.match(
    differs.stderr,
    /^docs\/glossary\.md:\d+: expected "## Manifests", got "## Manifest"; run npm run glossary\n$/,
  );
});

test('a new feature claims every check of its requirement and of its edge cases', async () => {
  const folder = scratchProject();
  const file = 'features/kserve/advanced/LA-020-separate-prefill-decode-pods-scheduler.feature';
  const first = await run(folder, 'new', 'la-020');
  assert.deepEqual([first.status, first.stderr], [0, '']);
  assert.match(first.stdout, new RegExp(`^new: ${file} written\n`));
  const feature = featureSourceOf(file, readFileSync(path.join(folder, file), 'utf8'));
  assert.deepEqual(feature.parseErrors, []);
  const claimed = new Set(feature.scenarios.flatMap(({ claims }) => claims.map(({ check }) => check)));
  for (const id of ['LA-020.1', 'LA-020.12', 'EC-LA-101.1', 'EC-LA-103.1'])
    assert.ok(claimed.has(id), `expected a claim of ${id}`);
  assert.ok(feature.scenarios.every(({ steps }) => steps.length > 0 && steps.length <= 6));
  const again = await run(folder, 'new', 'LA-020');
  assert.equal(again.status, 2);
  assert.match(again.stderr, /^new: LA-020 has a scenario already: features\/kserve\/advanced\//);
});

test('the linter says what is left to do in a new feature, and exits with 1', async () => {
  const folder = scratchProject();
  assert.equal((await run(folder, 'new', 'EC-LB-102')).status, 0);
  const { status, stdout } = await run(folder, 'lint', 'features');
  assert.equal(status, 1);
  assert.match(
    stdout,
    /^features\/kserve\/basic\/EC-LB-102-.*: step ".*" is not defined; (?:the nearest is|no step is like it; docs\/glossary\.md) /m,
  );
  assert.match(stdout, /^lint: 1 features?, \d+ findings?$/m);
});

test('a requirement that does not exist is answered with the nearest, and nothing is written', async () => {
  const folder = scratchProject();
  const { status, stderr } = await run(folder, 'new', 'LB-01');
  assert.equal(status, 2);
  assert.match(stderr, /^new: the inventory has no requirement LB-01; did you mean LB-001\?\n$/);
  const several = await run(folder, 'new', 'LB-001', 'LB-002');
  assert.deepEqual(several, {
    status: 2,
    stdout: '',
    stderr: 'new: one requirement at a time: LB-001, LB-002 are several\n',
  });
  assert.equal(existsSync(path.join(folder, 'features', 'kserve')), false);
});

test('a folder without an inventory is an error of the project, not a green result', async () => {
  const { status, stderr } = await run(written({ 'features/x.feature': 'Feature: x\n' }), 'lint');
  assert.equal(status, 2);
  assert.match(stderr, /^lint: .*requirements\.yaml/);
});
