import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, describe, it } from 'node:test';
import {
  RedactStream,
  redact,
  registerEnvironment,
  registerSecret,
  registerSecretObject,
  registerSecretsIn,
} from '../../support/redaction/redact.ts';
import { forgetSecrets } from '../../support/redaction/secret-values.ts';

const CANARY = 'c4n4ry-Zx81qWe7RtY';
const AWS_ID = 'AKIAIOSFODNN7EXAMPLE';
const AWS_SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const HF = 'hf_abcDEF1234567890ghij';
const GITHUB = 'ghp_abcDEF1234567890ghijKLM';
const REGISTRY = Buffer.from(`robot:${CANARY}`).toString('base64');
const JWT = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJzeXN0ZW0ifQ.c2lnbmF0dXJl';

const leaks: [what: string, line: string, secret: string][] = [
  ['a bearer token', `Authorization: Bearer ${CANARY}`, CANARY],
  ['a bearer token in JSON', `{"authorization":"Bearer ${CANARY}","x":1}`, CANARY],
  [
    'a bearer token in JSON within JSON',
    String.raw`{"log":"{\"Authorization\":\"Bearer ${CANARY}\"}"}`,
    CANARY,
  ],
  ['a bearer token in a list of headers', `"authorization", "Bearer ${CANARY}"`, CANARY],
  ['a token in a sentence', `using bearer ${CANARY} now`, CANARY],
  [
    'basic credentials',
    `authorization: Basic ${Buffer.from(CANARY).toString('base64')}`,
    Buffer.from(CANARY).toString('base64'),
  ],
  ['a cookie', `Cookie: session=${CANARY}; path=/`, CANARY],
  ['a set cookie', `set-cookie: a=b; session=${CANARY}`, CANARY],
  ['an AWS key id', `credentials ${AWS_ID} used`, AWS_ID],
  ['an AWS secret in the environment', `AWS_SECRET_ACCESS_KEY=${AWS_SECRET}`, AWS_SECRET],
  ['an AWS secret in YAML', `  secretAccessKey: "${AWS_SECRET}"`, AWS_SECRET],
  ['an AWS secret in JSON', `{"awsSecretAccessKey":"${AWS_SECRET}"}`, AWS_SECRET],
  ['a presigned URL', `GET /model?X-Amz-Signature=${CANARY}&x=1`, CANARY],
  ['a Hugging Face token', `--token ${HF}`, HF],
  ['a JSON web token', `got ${JWT} from the pod`, JWT],
  ['a kubeconfig token', `    token: ${CANARY}`, CANARY],
  ['a kubeconfig key', `    client-key-data: ${CANARY}`, CANARY],
  ['a password flag', `--password ${CANARY}`, CANARY],
  ['a password flag in a list of arguments', `"--password" "${CANARY}"`, CANARY],
  ['a password in a longer name', `DB_PASSWORD=${CANARY}`, CANARY],
  ['a variable in JSON', `{"name":"SOME_TOKEN","value":"${CANARY}"}`, CANARY],
  ['a password of digits', 'password: 1234567890', '1234567890'],
  ['a token flag', `--hf-token ${CANARY} --model x`, CANARY],
  ['a token in an assignment', `login failed with token=${CANARY}`, CANARY],
  ['a token in a variable', `GITHUB_TOKEN='${CANARY}'`, CANARY],
  ['a client secret', `client_secret=${CANARY}`, CANARY],
  ['a secret key', `secret_key: ${CANARY}`, CANARY],
  ['a token of JSON', `{"registry_token": "${CANARY}"}`, CANARY],
  ['a token header', `x-auth-token: ${CANARY}`, CANARY],
  ['an annotation', `    example.com/token: ${CANARY}`, CANARY],
  ['a signed URL of Azure', `azure://account/models?sv=2024-01-01&sig=${CANARY}%3D&sp=r`, CANARY],
  ['a signed URL of Google', `GET /model?X-Goog-Signature=${CANARY}`, CANARY],
  ['a signed URL of a content network', `GET /model?Expires=1&Signature=${CANARY}`, CANARY],
  ['an access token of JSON', `{"accessToken":"${CANARY}"}`, CANARY],
  ['a session token of JSON', `{"sessionToken": "${CANARY}"}`, CANARY],
  ['the login of an image registry', `{"auths":{"r.example":{"auth":"${REGISTRY}"}}}`, REGISTRY],
  ['a token of GitHub', `clone with ${GITHUB}`, GITHUB],
  ['a token of GitLab', 'clone with glpat-abcDEF1234567890ghij', 'glpat-abcDEF1234567890ghij'],
  ['a key of a model catalogue', `pull with nvapi-${CANARY}`, CANARY],
  ['a token as the user of a URL', `fetch https://${CANARY}@models.example/x`, CANARY],
  ['a key in a YAML list of arguments', `args:\n  - --api-key\n  - ${CANARY}\n  - --model`, CANARY],
  ['a key in a JSON list of arguments', `{"args":["--api-key","${CANARY}"]}`, CANARY],
  ['a key in the log of a model server', `args: {'api_key': ['${CANARY}'], 'model': 'x'}`, CANARY],
  ['a key in its settings', `Namespace(api_key=['${CANARY}'], model='x')`, CANARY],
  ['a variable whose value comes first', `{"value":"${CANARY}","name":"API_TOKEN"}`, CANARY],
  ['a password in a field', `{"dbPassword":"${CANARY}"}`, CANARY],
  ['a password of a database', `PGPASSWORD=${CANARY}`, CANARY],
  ['a token in a field', `  authToken: ${CANARY}`, CANARY],
  ['a token in a field of JSON', `{"sasToken": "${CANARY}"}`, CANARY],
  ['a connection string', `AccountName=models;AccountKey=${CANARY};`, CANARY],
  ['a folded value', `  password: >-\n    ${CANARY}`, CANARY],
  ['a header without its scheme', `{'Authorization': '${CANARY}', 'x': 1}`, CANARY],
  ['a password in a URL', `postgres://admin:${CANARY}@db:5432/x`, CANARY],
];

afterEach(forgetSecrets);

describe('redact', () => {
  for (const [what, line, secret] of leaks)
    it(`hides ${what}`, () => assert.ok(!redact(line).includes(secret), redact(line)));

  it('hides a private key of many lines', () => {
    const key = `before\n-----BEGIN RSA PRIVATE KEY-----\n${CANARY}\n${CANARY}\n-----END RSA PRIVATE KEY-----\nafter`;
    assert.equal(redact(key), 'before\n[redacted]\nafter');
  });

  it('hides a variable of a container whose value stands on the next line', () => {
    assert.equal(
      redact(`- name: DB_PASSWORD\n  value: ${CANARY}\n- name: A`),
      '- name: DB_PASSWORD\n  value: [redacted]\n- name: A',
    );
  });

  it('hides a registered value in each of its forms', () => {
    registerSecret('p@ss "w/rd"');
    const base64 = Buffer.from('p@ss "w/rd"').toString('base64');
    for (const form of ['p@ss "w/rd"', base64, encodeURIComponent('p@ss "w/rd"'), String.raw`p@ss \"w/rd\"`])
      assert.equal(redact(`<${form}>`), '<[redacted]>');
  });

  it('hides the values of a Secret', () => {
    const data = { a: Buffer.from(CANARY).toString('base64') };
    registerSecretObject({ data, stringData: { b: 'another-value' } });
    assert.equal(redact(`${CANARY} ${data.a} another-value`), '[redacted] [redacted] [redacted]');
  });

  it('shows where a Secret says that the models lie: whoever looks for a wrong bucket must see which', () => {
    const open = {
      AWS_S3_BUCKET: 'models-of-team-a',
      AWS_S3_ENDPOINT: 'http://10.0.0.1:9000',
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'eu-west-1',
    };
    registerSecretObject({ stringData: { ...open, AWS_SECRET_ACCESS_KEY: CANARY } });
    const said = Object.values(open).join(' ');
    assert.equal(redact(`s3://${said} ${CANARY}`), `s3://${said} [redacted]`);
  });

  it('hides what has such a name and is no place, and a place that is also a credential', () => {
    const hidden = {
      AWS_S3_ENDPOINT: 'https://user:pass@store.example',
      AWS_S3_BUCKET: 'No/Bucket+Is=CalledSo',
      AWS_REGION: CANARY,
      bucket: 'not-a-name-of-this-list',
      constructor: 'a-name-of-every-object',
    };
    registerSecretObject({ stringData: hidden });
    for (const value of Object.values(hidden)) assert.equal(redact(`<${value}>`), '<[redacted]>');
    registerSecretObject({ stringData: { AWS_S3_BUCKET: 'both-of-them', password: 'both-of-them' } });
    assert.equal(redact('both-of-them'), '[redacted]');
  });

  it('hides variables with the names of secrets, of this process and of containers', () => {
    registerEnvironment({ CI_JOB_TOKEN: `env-${CANARY}`, CREDENTIALS: '/etc/some/file', A_TOKEN: 'short' });
    const env = [
      { name: 'DB_PASSWORD', value: `pod-${CANARY}` },
      { name: 'MODE', value: 'an ordinary value' },
    ];
    registerSecretsIn({ kind: 'Pod', spec: { containers: [{ name: 'main', env }] } });
    const said = `env-${CANARY}, pod-${CANARY}, /etc/some/file, short, an ordinary value`;
    assert.equal(redact(said), '[redacted], [redacted], /etc/some/file, short, an ordinary value');
  });

  it('hides what stands behind a secret flag of a container, wherever it is said', () => {
    const container = { name: 'main', args: ['--api-key', `key-${CANARY}`, '--model', 'facebook/opt-125m'] };
    registerSecretsIn({ kind: 'Pod', spec: { containers: [container] } });
    registerSecretsIn({ command: ['serve', '--token', 'short', '--password-file', '/etc/some/file'] });
    const said = `key-${CANARY}, facebook/opt-125m, short, /etc/some/file`;
    assert.equal(redact(said), '[redacted], facebook/opt-125m, short, /etc/some/file');
  });

  it('leaves what is no secret alone', () => {
    registerSecret('true');
    const harmless = [
      'image: quay.io/opendatahub/opt-125m:latest',
      'true tokens: 12, prompt_tokens: 5',
      '"usage":{"prompt_tokens":9,"total_tokens":12}',
      'gpu_memory_utilization 0.9',
      'basic service is ready',
      'Basic deployment is tested, as in basic services: features/kserve/basic\nRELEASE_KSERVE=document npm run plan',
      "Namespace(tokenizer='x', hf_token=None, skip_special_token=False, max_token=4096, bos_token='<s>')",
      'Secret ns/llmd-s3-secret: expected it to exist, got nothing',
      'GET http://10.0.0.1:8080/a@b?token_limit=5',
      'automountServiceAccountToken: false',
      '{"sources":[{"serviceAccountToken":{"expirationSeconds":3607}}]}',
      'sources:\n- serviceAccountToken:\n    expirationSeconds: 3607',
      'args:\n  - --max-model-len\n  - "4096"\n  - --enable-auto-tool-choice',
      "api_key=[], maxTokens: 12, 'padToken': None",
      '- name: AWS_SECRET_ACCESS_KEY\n  valueFrom:\n    secretKeyRef:\n      key: AWS_SECRET_ACCESS_KEY\n',
      'type: kubernetes.io/service-account-token',
      '  secret:\n    secretName: llmd-s3-secret',
      'time per output token: 12.5 ms',
      '| LB-002.9 | AWS_SECRET_ACCESS_KEY | llmd-s3-secret |',
      'Then no log shows "AWS_SECRET_ACCESS_KEY" of the Secret',
    ].join('\n');
    assert.equal(redact(harmless), harmless);
  });
});

it('leaves every feature as it is: the recording of a run is compared with its text', () => {
  const features = globSync('features/**/*.feature');
  assert.ok(features.length > 0);
  for (const file of features) {
    const words = readFileSync(file, 'utf8');
    assert.equal(redact(words), words, file);
  }
});

describe('RedactStream', () => {
  const through = (chunks: Buffer[]) => text(Readable.from(chunks).pipe(new RedactStream()));
  const inChunks = (whole: string, size: number) => {
    const bytes = Buffer.from(whole);
    return Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
      bytes.subarray(i * size, (i + 1) * size),
    );
  };

  it('hides secrets that are torn apart by chunks, and keeps everything else', async () => {
    registerSecret('rëgistered-välue');
    const whole = `${leaks.map(([, line]) => line).join('\n')}\nünharmed rëgistered-välue\nend`;
    for (const size of [1, 3, 7, 64]) {
      const safe = await through(inChunks(whole, size));
      for (const [what, , secret] of leaks) assert.ok(!safe.includes(secret), `${what} in chunks of ${size}`);
      assert.ok(safe.endsWith('ünharmed [redacted]\nend'), safe.slice(-60));
    }
  });

  it('hides a private key over many chunks', async () => {
    const key = `a\n-----BEGIN PRIVATE KEY-----\n${CANARY}\n-----END PRIVATE KEY-----\nb\n`;
    assert.equal(await through(inChunks(key, 5)), 'a\n[redacted]\nb\n');
  });

  it('keeps its memory bounded on an endless line and still hides', async () => {
    const whole = `${'x'.repeat(200_000)} Bearer ${CANARY} ${'y'.repeat(100_000)}`;
    const safe = await through(inChunks(whole, 10_000));
    assert.ok(!safe.includes(CANARY));
    assert.equal(safe.length, whole.length - CANARY.length + '[redacted]'.length);
  });
});
