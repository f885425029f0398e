import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { it } from 'node:test';
import { unspokenBy } from '../../support/scenario/skip.ts';
import { loadRelease } from '../../support/settings/load-release.ts';
import { loadSettings } from '../../support/settings/load-settings.ts';
import { scratch } from '../scratch.ts';
import { problemsOf } from './mistakes.ts';

it('refuses a release whose words are not those of the schema, and values that accept anything', (t) => {
  const before = process.cwd();
  const directory = scratch('release');
  t.after(() => process.chdir(before));
  process.chdir(directory);
  const write = (name: string, content: string) => {
    const path = join('fixtures/releases/x', name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  };
  write('schema.yaml', 'the port: a port\nthe text: what is said\nthe rest: more\n');
  write(
    'good.yaml',
    'system: x\nrelease: good\nwords: { the port: [80, 8080], the text: hello, the rest: 3 }\n',
  );
  assert.deepEqual(loadRelease('x', 'good').words, {
    'the port': ['80', '8080'],
    'the text': 'hello',
    'the rest': 3,
  });
  write(
    'bad.yaml',
    'system: x\nrelease: good\nwords:\n  the port: []\n  the text: ".*"\n  a word: y\nnot-promised:\n  A-1: { reason: r }\n  A-2: { reason: "", source: "" }\n  A-3: { reason: we say so, source: "1.2" }\nmore: 1\n',
  );
  const problems = problemsOf(() => loadRelease('x', 'bad')).map((problem) =>
    problem.replace(/^.*bad\.yaml/, 'F'),
  );
  assert.deepEqual(problems.length, 9, problems.join('\n'));
  for (const pattern of [
    /F:11:1: unknown part "more"/,
    /F:2:10: "release" must be bad, got "good"/,
    /F:4:13: "the port" must be a value or a list/,
    /F:5:13: "the text" must be a value or a list of values, not empty and none that accepts everything/,
    /F:6:3: word "a word" is not in the schema/,
    /says nothing about "the rest"/,
    /F:8:3: "A-1" needs a reason and a source of at least 10 characters and a word each/,
    /F:9:3: "A-2" needs/,
    /F:10:3: "A-3" needs/,
  ])
    assert.ok(
      problems.some((problem) => pattern.test(problem)),
      `${pattern} in\n${problems.join('\n')}`,
    );
});

it('takes a release from the tables of the project alone', (t) => {
  const elsewhere = scratch('release');
  t.after(() => rmSync(elsewhere, { recursive: true }));
  const easy = join(elsewhere, 'easy.yaml');
  const outside = relative('fixtures/releases/kserve', easy.replace(/\.yaml$/, ''));
  writeFileSync(easy, `system: kserve\nrelease: ${outside}\n`);
  for (const name of [outside, './document', '../kserve/document', 'schema', ''])
    assert.deepEqual(
      problemsOf(() => loadRelease('kserve', name)),
      [
        `the target asks for release "${name}" of kserve: there are document, v0.20 in fixtures/releases/kserve`,
      ],
    );
  assert.match(problemsOf(() => loadRelease('../releases/kserve', 'document')).join(), /there are none in /);
});

it('takes controllers from the release, unless the target or a variable says where they are', () => {
  const of = (env: NodeJS.ProcessEnv) => loadSettings(env, new Date()).settings.target.controllers;
  const deployments = (env: NodeJS.ProcessEnv) =>
    Object.entries(of(env)).map(([word, { deployment }]) => `${word}: ${deployment}`);
  const plain = 'inference service: kserve-controller-manager';
  assert.deepEqual(deployments({}).sort(), ['LLM service: kserve-controller-manager', plain]);
  const newer = { RELEASE_KSERVE: 'v0.20' };
  assert.deepEqual(deployments(newer).sort(), ['LLM service: llmisvc-controller-manager', plain]);
  const moved = { ...newer, CONTROLLER_LLM_SERVICE: 'ns/elsewhere/main' };
  assert.deepEqual(deployments(moved).sort(), ['LLM service: elsewhere', plain]);
});

it('lets a release speak of some requirements only, and then lack words', (t) => {
  const before = process.cwd();
  t.after(() => process.chdir(before));
  process.chdir(scratch('release'));
  mkdirSync('fixtures/releases/x', { recursive: true });
  writeFileSync('fixtures/releases/x/schema.yaml', 'the port: a port\nthe text: what is said\n');
  const table = 'system: x\nrelease: part\nwords: { the port: 80 }\n';
  writeFileSync('fixtures/releases/x/part.yaml', table);
  assert.match(problemsOf(() => loadRelease('x', 'part')).join(), /says nothing about "the text"/);
  writeFileSync('fixtures/releases/x/part.yaml', `${table}covers: [A-1, B-*]\n`);
  const release = loadRelease('x', 'part');
  assert.deepEqual(release.covers, ['A-1', 'B-*']);
  const about = (...requirementIds: string[]) => unspokenBy({ x: release }, { tags: ['x'], requirementIds });
  assert.equal(about('A-1'), undefined);
  assert.equal(about('C-1', 'B-7'), undefined);
  assert.match(about('A-10')?.needs ?? '', /a release that speaks of A-10/);
  assert.equal(unspokenBy({ x: release }, { tags: ['y'], requirementIds: ['A-10'] }), undefined);
});
