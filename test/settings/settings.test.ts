import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { it } from 'node:test';
import { unspokenBy } from '../../support/scenario/skip.ts';
import { loadRelease } from '../../support/settings/load-release.ts';
import { loadSettings } from '../../support/settings/load-settings.ts';
import { loadTarget } from '../../support/settings/load-target.ts';
import { InputProblems } from '../../support/settings/problems.ts';
import { variables, variablesTable } from '../../support/settings/variables.ts';
import { workers } from '../../support/settings/workers.ts';

/** The sentences by which something is refused. */
function problemsOf(load: () => unknown): readonly string[] {
  try {
    load();
  } catch (error) {
    assert.ok(error instanceof InputProblems, String(error));
    return error.problems;
  }
  return [];
}

function file(content: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'target-')), 'mine.yaml');
  writeFileSync(path, content);
  return path;
}

const SOUND = 'gateway: { className: istio }\n';

it('loads every target of the project with the release that it names', () => {
  for (const TARGET of ['embedded', 'cluster', 'kind', 'openshift']) {
    const { settings } = loadSettings({ TARGET }, new Date());
    assert.equal(settings.target.name, TARGET);
    assert.equal(settings.releases.kserve?.name, 'document');
    assert.match(settings.run.id, /^[a-z0-9]{9}$/);
  }
});

it('says which file a target was read from, and its digest, wherever it lies', () => {
  const path = file(SOUND);
  const { source } = loadTarget({ TARGET: path });
  const sha256 = createHash('sha256').update(SOUND).digest('hex');
  assert.deepEqual(source, { path: relative('.', path), sha256, bytes: SOUND.length });
  assert.equal(loadTarget({ TARGET: 'kind' }).source?.path, 'fixtures/targets/kind.yaml');
});

it('lets the environment override every kind of field', () => {
  const target = loadTarget({
    TARGET: 'openshift',
    KUBE_CONTEXT: 'other',
    IMAGE_MODEL_SERVER: 'registry.example/vllm:1',
    CONTROLLER_LLM_SERVICE: 'ns/deploy/main',
    NAMESPACE_LABELS: 'a=b, c=d',
    NAMESPACE_COPY_SECRETS: 'x/y, z/w',
    LIMIT_FILES: '3',
    S3_ENDPOINT: 'http://s3.example:9000',
    S3_BUCKET: 'b',
    S3_CREDENTIALS_FILE: '/c.json',
    API_URL: 'http://kf.example',
  });
  assert.equal(target.context, 'other');
  assert.equal(target.images['model-server'], 'registry.example/vllm:1');
  assert.deepEqual(target.controllers['LLM service'], {
    namespace: 'ns',
    deployment: 'deploy',
    container: 'main',
  });
  assert.deepEqual(target.namespace.labels, { a: 'b', c: 'd' });
  assert.deepEqual(target.namespace.copySecrets, ['x/y', 'z/w']);
  assert.equal(target.limits.files, 3);
  assert.deepEqual(target.s3, {
    endpoint: 'http://s3.example:9000',
    bucket: 'b',
    region: 'us-east-1',
    credentialsFile: '/c.json',
  });
  assert.equal(target.endpoints?.kubefoundry, 'http://kf.example');
});

it('refuses a variable for a word that nothing uses, with the nearest', () => {
  const refused = (env: NodeJS.ProcessEnv): readonly string[] => problemsOf(() => loadTarget(env));
  assert.deepEqual(refused({ IMAGE_MODEL_SERVR: 'x:1', MODEL_OPT_125M_OCI: 'oci://x' }), [
    'environment variable IMAGE_MODEL_SERVR is for a word under "images" that nothing uses; did you mean IMAGE_MODEL_SERVER? If it is not for the suite: env -u IMAGE_MODEL_SERVR npm run …',
  ]);
  const [begun = ''] = refused({ TARGET: 'cluster', MODEL_OPT_125M: 'x' });
  assert.match(begun, /did you mean MODEL_OPT_125M_OCI or MODEL_OPT_125M_S3\?/);
  const own = file(`${SOUND}images: { mine: x }\n`);
  assert.deepEqual(
    refused({ TARGET: own, IMAGE_MINE: 'y', MODEL_TEST_MODEL: 'z', IMAGE_PULL_TOKEN: 's' }),
    [],
  );
});

/** Common names of pipelines. */
const OF_PIPELINES = {
  ...{ IMAGE_TAG: '1', IMAGE_NAME: '2', IMAGE_REGISTRY: '3', MODEL_PATH: '/m', MODEL_VERSION: '1' },
  ...{
    RELEASE_VERSION: '1.2',
    RELEASE_NAME: 'r',
    CONTROLLER_TOOLS_VERSION: 'v0.14',
    ENDPOINT_URL: 'http://x',
  },
};

it('leaves variables of a pipeline alone that only begin like its own, and says so', () => {
  const { settings, notes } = loadSettings({ ...OF_PIPELINES, IMAGE_MODEL_SERVER: 'x:1' }, new Date());
  assert.deepEqual(
    settings.target,
    loadSettings({ IMAGE_MODEL_SERVER: 'x:1' }, new Date()).settings.target,
    'nothing of them is in the settings',
  );
  assert.equal(notes.length, 5);
  assert.match(
    notes[0] ?? '',
    /^note: IMAGE_NAME, IMAGE_REGISTRY, IMAGE_TAG are not read; of IMAGE_… the suite reads IMAGE_DIS.*, IMAGE_MODEL_SERVER, /,
  );
});

it('says of a variable that is nearly one of its own that it is not read', () => {
  const notesOn = (env: NodeJS.ProcessEnv): readonly string[] => loadSettings(env, new Date()).notes;
  const meant = (name: string): string | undefined =>
    / is not read; did you mean (\S+)\?$/.exec(notesOn({ [name]: 'x' }).join('\n'))?.[1];
  assert.deepEqual(notesOn({ TARGT: 'cluster' }), ['note: TARGT is not read; did you mean TARGET?']);
  assert.equal(meant('TIMESCALE'), 'TIME_SCALE');
  assert.equal(meant('target'), 'TARGET');
  assert.equal(meant('SHARDS'), 'SHARD');
  assert.equal(meant('PARALELL'), 'PARALLEL');
  assert.equal(meant('KUBE_CONFIG'), 'KUBECONFIG');
  assert.equal(meant('RELASE_KSERVE'), 'RELEASE_KSERVE');
  const foreign = ['TERM', 'HOME', 'PATH', 'SHELL', 'SHARED', 'APP_URL', 'TEST_MODE', 'LANG', 'USER', 'KEPT'];
  const set = Object.fromEntries([...foreign, ...variables().map(({ name }) => name)].map((it) => [it, '']));
  assert.deepEqual(notesOn({ ...set, ...Object.fromEntries(foreign.map((it) => [it, 'x'])) }), []);
});

it('refuses a list of which a word is empty: it could come out as no restriction at all', () => {
  for (const name of ['ONLY', 'REQUIRE', 'DEFECTS'])
    for (const text of [',', 'a,,b', ' '])
      assert.match(
        problemsOf(() => loadSettings({ [name]: text }, new Date())).join(),
        new RegExp(`^${name} must be words with commas between them, got "${text}"; `),
      );
});

it('keeps an embedded target away from the kubeconfig of the environment', () => {
  const target = loadTarget({ TARGET: 'embedded', KUBECONFIG: '/prod/config', KUBE_CONTEXT: 'prod' });
  assert.equal(target.kubeconfig, undefined);
  assert.equal(target.context, undefined);
});

it('names every mistake of a target with file, line and column', () => {
  const TARGET = file(
    'gateway:\n  className: 5\n  via: magic\nlimits: [1]\nimages:\n  a: [x]\ncolour: red\n',
  );
  const problems = problemsOf(() => loadTarget({ TARGET }));
  assert.deepEqual(
    problems.map((problem) => problem.replace(TARGET, 'F')),
    [
      `F:7:1: unknown key "colour": write one of launcher, embedded, kubeconfig, context, gateway, images, models, controllers, storageClass, s3, timeScale, limits, namespace, endpoints, scenarioTimeout, releases`,
      'F:2:14: "gateway.className" must be a text, got 5',
      'F:3:8: "gateway.via" must be one of address, port-forward, got "magic"',
      'F:6:6: "images.a" must be a text, got a list',
      'F:4:9: "limits" must be a mapping, got a list',
    ],
  );
  assert.match(problemsOf(() => loadTarget({ TARGET: file('gateway: {') }))[0] ?? '', /mine\.yaml:1:\d+: /);
  assert.match(problemsOf(() => loadTarget({ TARGET: '/no/such.yaml' }))[0] ?? '', /does not exist/);
  assert.match(
    problemsOf(() => loadTarget({ TARGET: file('images: {}\n') }))[0] ?? '',
    /"gateway\.className" is missing .*set GATEWAY_CLASS/,
  );
  assert.match(
    problemsOf(() => loadTarget({ TARGET: file(`${SOUND}namespace: { mode: pool }\n`) }))[0] ?? '',
    /"namespace\.pool" is empty/,
  );
});

it('refuses a limit that is no quantity, in the file and in the environment', () => {
  const bad = file(`${SOUND}limits: { memory: 5GB }\n`);
  assert.match(
    problemsOf(() => loadTarget({ TARGET: bad })).join(),
    /mine\.yaml:\d+:\d+: "limits\.memory" must be a quantity such as 16, 500m or 64Gi, got "5GB"$/,
  );
  assert.deepEqual(
    problemsOf(() => loadTarget({ TARGET: 'embedded', LIMIT_CPU: 'x' })),
    ['environment variable LIMIT_CPU must be a quantity such as 16, 500m or 64Gi, got "x"'],
  );
});

it('refuses a release whose words are not those of the schema, and values that accept anything', (t) => {
  const before = process.cwd();
  const directory = mkdtempSync(join(tmpdir(), 'release-'));
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
  const elsewhere = mkdtempSync(join(tmpdir(), 'release-'));
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
  process.chdir(mkdtempSync(join(tmpdir(), 'release-')));
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

it('documents every variable once', () => {
  const names = variables().map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
  for (const name of ['TARGET', 'KUBECONFIG', 'KUBE_CONTEXT', 'TEST_TIMEOUT', 'API_URL', 'SHARD', 'SEED'])
    assert.ok(names.includes(name), name);
  assert.match(variablesTable(), /^\| `TIME_SCALE` \| `timeScale` \| .* \| `1` \|$/m);
});

it('chooses workers by cores, files of the target and what is asked for', () => {
  assert.equal(workers({ PARALLEL: '3' }, []), 3);
  assert.equal(workers({ TARGET: 'kind' }, []), 0);
  assert.equal(workers({ TARGET: 'embedded' }, ['features/x.feature:12']), 0);
  assert.equal(workers({ TARGET: 'moon' }, []), 0);
  const pool = file(`${SOUND}namespace: { mode: pool, pool: [a, b] }\n`);
  assert.equal(workers({ TARGET: pool }, []), 0);
});
