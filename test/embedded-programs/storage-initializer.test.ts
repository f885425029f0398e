import { equal, match, ok } from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { storageInitializer } from '../../fixtures/embedded/programs/storage-initializer/initializer.ts';
import { documentDialect } from '../../fixtures/embedded/systems/kserve/dialects/document/document.ts';
import { type ObjectStore, startObjectStore } from '../../fixtures/embedded/systems/object-store/store.ts';
import {
  newCredentials,
  REGION,
  storedModels,
} from '../../fixtures/embedded/systems/object-store/stored-models.ts';
import { run } from './harness.ts';

const NAME = '/storage-initializer/scripts/initializer-entrypoint';
const fetchModel = (uri: string, env: Record<string, string> = {}) =>
  run(
    storageInitializer(() => 2000, documentDialect.sayings.storageInitializer),
    [NAME, uri, '/mnt/models'],
    { env },
  );

describe('the storage initializer', () => {
  const credentials = newCredentials();
  let store: ObjectStore;
  let env: Record<string, string>;

  before(async () => {
    store = await startObjectStore({
      credentials,
      region: REGION,
      now: () => new Date(),
      buckets: storedModels(),
    });
    env = {
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_REGION: REGION,
      AWS_S3_ENDPOINT: `http://127.0.0.1:${store.port}`,
    };
  });
  after(() => store.close());

  test('copies a model from S3, says how far it is, and tells no secret', async () => {
    const initializer = fetchModel('s3://my-models-bucket/models/opt-125m/', env);
    equal(await initializer.exit, 0);
    const log = initializer.lines.join('\n');
    match(log, /Downloading from s3:\/\/my-models-bucket\/models\/opt-125m\//);
    match(log, /Progress: 100%/);
    match(initializer.lines.at(-1) ?? '', /Download complete/);
    equal(
      initializer.files.get('/mnt/models/config.json'),
      storedModels()['my-models-bucket']?.['models/opt-125m/config.json'],
    );
    ok(!log.includes(credentials.secretAccessKey) && !log.includes(credentials.accessKeyId));
  });

  const refusals: [string, string, () => Record<string, string>, RegExp][] = [
    [
      'an unknown key',
      's3://my-models-bucket/models/opt-125m/',
      () => ({ ...env, AWS_ACCESS_KEY_ID: 'INVALID_KEY' }),
      /403 Forbidden \(InvalidAccessKeyId\)/,
    ],
    [
      'a wrong secret',
      's3://my-models-bucket/models/opt-125m/',
      () => ({ ...env, AWS_SECRET_ACCESS_KEY: 'wrong' }),
      /403 Forbidden \(SignatureDoesNotMatch\)/,
    ],
    [
      'another region',
      's3://my-models-bucket/models/opt-125m/',
      () => ({ ...env, AWS_REGION: 'eu-west-1' }),
      /400 Bad Request \(AuthorizationHeaderMalformed\)/,
    ],
    ['a bucket that does not exist', 's3://non-existent/model/', () => env, /404 Not Found \(NoSuchBucket\)/],
    ['an empty prefix', 's3://my-models-bucket/nothing/', () => env, /No model found/],
    ['no credentials', 's3://my-models-bucket/models/opt-125m/', () => ({}), /Unable to locate credentials/],
    [
      'an unknown image',
      'oci://invalid-registry/model:latest',
      () => ({}),
      /Failed to pull image "invalid-registry\/model:latest": 404 Not Found/,
    ],
    ['an unknown repository', 'hf://no/such', () => ({}), /404 Client Error/],
    ['an unknown scheme', 'ftp://host/model', () => ({}), /Cannot recognize storage type/],
  ];
  for (const [what, uri, variables, line] of refusals)
    test(`fails with ${what}`, async () => {
      const initializer = fetchModel(uri, variables());
      equal(await initializer.exit, 1);
      match(initializer.lines.at(-1) ?? '', line);
    });

  test('tries again when nothing listens, then gives up', async () => {
    const initializer = fetchModel('s3://my-models-bucket/models/', {
      ...env,
      AWS_S3_ENDPOINT: 'http://127.0.0.1:1',
    });
    equal(await initializer.exit, 1);
    match(initializer.lines.join('\n'), /retry 1\/3[\s\S]*retry 3\/3/);
    match(initializer.lines.at(-1) ?? '', /Could not connect to "127.0.0.1:1": ECONNREFUSED/);
  });

  test('gives up an endpoint that never answers, after saying how often it tried', async () => {
    const silent = createServer(() => undefined);
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const endpoint = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const initializer = fetchModel('s3://my-models-bucket/models/', { ...env, AWS_S3_ENDPOINT: endpoint });
    equal(await initializer.exit, 1);
    match(initializer.lines.join('\n'), /timed out after 60 s\); retry 1\/3/);
    match(initializer.lines.at(-1) ?? '', /timed out/);
    silent.close();
    silent.closeAllConnections();
  });

  for (const uri of [
    'oci://quay.io/opendatahub/opt-125m:latest',
    'oci://quay.io/opendatahub/opt-125m',
    'hf://facebook/opt-125m',
  ])
    test(`copies ${uri}`, async () => {
      const initializer = fetchModel(uri);
      equal(await initializer.exit, 0);
      ok(initializer.files.has('/mnt/models/config.json'));
    });
});
