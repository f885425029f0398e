import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { statusOf } from '../../support/command-line/run-command.ts';
import { glossary } from '../../support/glossary/command.ts';
import { lintFeatures } from '../../support/lint/command.ts';
import { featureSourceOf } from '../../support/lint/feature-source.ts';
import { newFeature } from '../../support/new-feature/command.ts';
import { placeOf } from '../../support/new-feature/feature-place.ts';
import { skeletonOf } from '../../support/new-feature/feature-skeleton.ts';
import { readRequirements } from '../../support/new-feature/requirement-details.ts';
import { scratch } from '../scratch.ts';
import { written } from './scratch.ts';

/** A project whose features can be thrown away, and whose code is this one's. */
function scratchProject(): string {
  const folder = scratch('glossary');
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
  writeFileSync(file, readFileSync(file, 'utf8').replace('## Tags', '## Tag'));
  const differs = await run(folder, 'glossary', '--check');
  assert.equal(differs.status, 1);
  assert.match(
    differs.stderr,
    /^docs\/glossary\.md:\d+: expected "## Tags", got "## Tag"; run npm run glossary\n$/,
  );
});

test('a new feature claims every check of its requirement and of its edge cases', async () => {
  const folder = scratchProject();
  const file = 'features/kserve/advanced/LA-020-separate-prefill-and-decode-pods.feature';
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

test('every requirement of the inventory has a skeleton that parses, claims its checks, and nothing else', async () => {
  const requirements = await readRequirements('features/requirements.yaml');
  assert.equal(requirements.length, 300);
  for (const requirement of requirements) {
    const place = placeOf(requirement, 'features');
    const { parseErrors, scenarios, text } = featureSourceOf(place.file, skeletonOf(requirement, [], place));
    assert.deepEqual(parseErrors, [], requirement.id);
    assert.deepEqual(
      scenarios.flatMap(({ claims }) => claims.map(({ check }) => check)).sort(),
      requirement.checks.map(({ id }) => id).sort(),
    );
    assert.deepEqual(
      text.match(/^ *# *check(?!s: ).*/gim) ?? [],
      [],
      `${requirement.id}: what reads like a claim is one`,
    );
  }
});

test('the file of a new feature is named in the words of its title, up to where a thought ends', () => {
  const nameOf = (title: string): string =>
    path.basename(
      placeOf({ id: 'LB-001', system: 'kserve-llmisvc', category: 'basic', title }, 'features').file,
      '.feature',
    );
  assert.equal(nameOf('A basic service'), 'LB-001-basic-service');
  assert.equal(
    nameOf('End-to-end run on a cluster with real event publishers'),
    'LB-001-end-to-end-run-on-cluster',
  );
  assert.equal(nameOf('Cold, then warm: it answers'), 'LB-001-cold-then-warm-it-answers');
  assert.equal(nameOf('One two three four five six seven'), 'LB-001-one-two-three-four-five-six');
  assert.equal(
    nameOf('Time to `max_tokens` seven words or even more'),
    'LB-001-time-to-max-tokens-seven-words',
  );
});

test('a new feature lies in the folder of its system and category, and the linter knows both as tags', async () => {
  const folder = scratchProject();
  for (const [id, place] of [
    ['OR-PLACE-01', 'orchestratord/placement'],
    ['OR-AUTH-01', 'orchestratord/security'],
    ['KF-DEP-01', 'kubefoundry/deploy'],
    ['KV-RISK-03', 'aibrix/chaos'],
    ['KV-E2E-01', 'aibrix/end-to-end'],
  ] as const) {
    const file = /^new: (\S+) written$/m.exec((await run(folder, 'new', id)).stdout)?.[1] ?? '';
    assert.equal(path.dirname(file), path.join('features', place));
    const { stdout } = await run(folder, 'lint', file);
    assert.match(stdout, /\(free-text\)/);
    assert.doesNotMatch(stdout, /\((?:place|tags)\)|unknown tag/);
  }
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
  assert.match(stderr, /^new: the inventory has no requirement LB-01; the nearest are LB-001, .*\n$/);
  const absent = await run(folder, 'new', 'LB-003');
  assert.equal(
    absent.stderr,
    'new: the inventory has no requirement LB-003; the nearest are EC-LB-003, LB-001, LB-002; npm run new -- --list names those that have no scenario yet\n',
  );
  const check = await run(folder, 'new', 'LB-001.7');
  assert.equal(
    check.stderr,
    'new: LB-001.7 is a check of LB-001: write npm run new -- LB-001 for the whole requirement; npm run acceptance -- --only LB-001.7 runs what decides it\n',
  );
  assert.match(
    (await run(folder, 'new', 'lb-001.999')).stderr,
    /^new: LB-001 has no check LB-001\.999: its checks are LB-001\.1 to LB-001\.\d+; /,
  );
  const several = await run(folder, 'new', 'LB-001', 'LB-002');
  assert.deepEqual(several, {
    status: 2,
    stdout: '',
    stderr: 'new: one requirement at a time: LB-001, LB-002 are several\n',
  });
  assert.equal(existsSync(path.join(folder, 'features', 'kserve')), false);
});

test('the requirements without a scenario are listed, and one that has none begins a feature that parses', async () => {
  const all = await run('.', 'new', '--list');
  assert.match(all.stdout, /^KV-E2E-01 P0 End-to-end run .* \(\w+, 2 checks\)$/m);
  assert.doesNotMatch(all.stdout, /^LB-001 /m);
  assert.match(all.stdout, /^new: \d+ of 300 requirements have no scenario yet\n$/m);
  const some = await run('.', 'new', '--list', 'kv-e2e');
  assert.ok(
    some.stdout
      .split('\n')
      .slice(0, -2)
      .every((line) => line.startsWith('KV-E2E-')),
  );
  assert.match(
    (await run('.', 'new', 'LB-001')).stderr,
    /has a scenario already: .*; write beside it, or see npm /,
  );
});

test('no skeleton is refused for more than its sentences', async () => {
  const folder = scratchProject();
  for (const id of ['KV-HELP-04', 'RH-REPORT-06', 'KV-E2E-01', 'OR-STATE-01']) {
    assert.equal((await run(folder, 'new', id)).status, 0);
    const { stdout } = await run(folder, 'lint');
    const rules = [
      ...stdout.matchAll(/^features.*: (step ".*" is not defined|.*\((?:title|free-text)\)$)?/gm),
    ];
    assert.ok(rules.length > 0 && rules.every(([, expected]) => expected !== undefined), `${id}\n${stdout}`);
  }
});

test('a folder without an inventory is an error of the project, not a green result', async () => {
  const { status, stderr } = await run(written({ 'features/x.feature': 'Feature: x\n' }), 'lint');
  assert.equal(status, 2);
  assert.match(stderr, /^lint: .*requirements\.yaml/);
});

test('what a test of this project covers needs no new feature', async () => {
  for (const id of ['RH-GATE-01', 'ISSUE-017']) {
    const { status, stdout, stderr } = await run('.', 'new', '--print', id);
    assert.deepEqual([status, stdout], [2, '']);
    assert.match(
      stderr,
      /^new: [A-Z0-9-]+ needs no scenario: features\/coverage\.yaml says that .* covers it; see /,
    );
  }
});
