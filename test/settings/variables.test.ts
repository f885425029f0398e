import assert from 'node:assert/strict';
import { it } from 'node:test';
import { loadSettings } from '../../support/settings/load-settings.ts';
import { loadTarget } from '../../support/settings/load-target.ts';
import { variables, variablesTable } from '../../support/settings/variables.ts';
import { problemsOf, SOUND, targetFile } from './mistakes.ts';

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

it('refuses to keep what lies in a namespace of a pool', () => {
  const pool = targetFile(`${SOUND}namespace: { mode: pool, pool: [a] }\n`);
  const refused = (env: NodeJS.ProcessEnv) => problemsOf(() => loadSettings(env, new Date()));
  assert.deepEqual(refused({ TARGET: pool }), []);
  assert.deepEqual(refused({ TARGET: pool, KEEP: 'always' }), [
    'KEEP is "always", but the namespaces of the target are a pool: what is kept in one keeps it from all other scenarios; unset KEEP',
  ]);
  assert.deepEqual(refused({ TARGET: targetFile(SOUND), KEEP: 'always' }), []);
});

it('refuses addresses that hold credentials: targets are written into reports', () => {
  const refused = (address: string): boolean =>
    problemsOf(() => loadTarget({ TARGET: 'cluster', MODEL_OPT_125M_S3: address })).some((problem) =>
      /the address of "opt-125m-s3" holds credentials/.test(problem),
    );
  assert.ok(refused('https://user:word@models.example/x'));
  assert.ok(refused('azure://account/models?sv=2024-01-01&sig=abc'));
  assert.ok(refused('https://models.example/x?X-Amz-Signature=abc&y=1'));
  assert.ok(!refused('hf://facebook/opt-125m'));
  assert.ok(!refused('oci://registry.example:5000/opt@sha256:0123'));
  assert.ok(!refused('s3://models/opt?endpoint=minio'));
});

it('refuses a variable for a word that nothing uses, with the nearest', () => {
  const refused = (env: NodeJS.ProcessEnv): readonly string[] => problemsOf(() => loadTarget(env));
  assert.deepEqual(refused({ IMAGE_MODEL_SERVR: 'x:1', MODEL_OPT_125M_OCI: 'oci://x' }), [
    'environment variable IMAGE_MODEL_SERVR is for a word under "images" that nothing uses; did you mean IMAGE_MODEL_SERVER? If it is not for the suite: env -u IMAGE_MODEL_SERVR npm run …',
  ]);
  const [begun = ''] = refused({ TARGET: 'cluster', MODEL_OPT_125M: 'x' });
  assert.match(begun, /did you mean MODEL_OPT_125M_OCI or MODEL_OPT_125M_S3\?/);
  const own = targetFile(`${SOUND}images: { mine: x }\n`);
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

it('documents every variable once', () => {
  const names = variables().map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
  for (const name of ['TARGET', 'KUBECONFIG', 'KUBE_CONTEXT', 'TEST_TIMEOUT', 'API_URL', 'SHARD', 'SEED'])
    assert.ok(names.includes(name), name);
  assert.match(variablesTable(), /^\| `TIME_SCALE` \| `timeScale` \| .* \| `1` \|$/m);
});
