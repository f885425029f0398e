import { equal, match } from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { AwsClient } from 'aws4fetch';
import { type ObjectStore, startObjectStore } from '../../fixtures/embedded/systems/object-store/store.ts';
import { newCredentials } from '../../fixtures/embedded/systems/object-store/stored-models.ts';

describe('the object store, asked by an independent client', () => {
  const credentials = newCredentials();
  const region = 'us-east-1';
  let store: ObjectStore;
  let url: string;
  const aws = new AwsClient({ ...credentials, service: 's3', region, retries: 0 });

  before(async () => {
    const objects = {
      'a b/ü+(1).txt': 'hello world',
      'dir/1': '1',
      'dir/2': '22',
      'dir/sub/3': '333',
      z: '',
    };
    store = await startObjectStore({ credentials, region, now: () => new Date(), buckets: { b: objects } });
    url = `http://127.0.0.1:${store.port}`;
  });
  after(() => store.close());

  const get = async (path: string, init?: RequestInit) => {
    const response = await aws.fetch(`${url}${path}`, init);
    return { status: response.status, headers: response.headers, body: await response.text() };
  };

  test('gives an object whose name needs encoding', async () => {
    const { status, body } = await get(`/b/${encodeURIComponent('a b')}/${encodeURIComponent('ü+(1).txt')}`);
    equal(status, 200);
    equal(body, 'hello world');
  });

  test('gives a range, and refuses one outside', async () => {
    const path = `/b/${encodeURIComponent('a b')}/${encodeURIComponent('ü+(1).txt')}`;
    const part = await get(path, { headers: { range: 'bytes=6-' } });
    equal(part.status, 206);
    equal(part.body, 'world');
    equal(part.headers.get('content-range'), 'bytes 6-10/11');
    equal((await get(path, { headers: { range: 'bytes=50-' } })).status, 416);
  });

  test('lists by prefix and delimiter, page by page', async () => {
    const { body } = await get('/b?list-type=2&prefix=dir%2F&delimiter=%2F');
    match(
      body,
      /<Key>dir\/1<\/Key>.*<Key>dir\/2<\/Key>.*<CommonPrefixes><Prefix>dir\/sub\/<\/Prefix><\/CommonPrefixes>/,
    );
    const first = await get('/b?list-type=2&max-keys=2');
    match(first.body, /<IsTruncated>true<\/IsTruncated>/);
    const token = /<NextContinuationToken>(.*?)</.exec(first.body)?.[1] ?? '';
    const second = await get(`/b?list-type=2&continuation-token=${encodeURIComponent(token)}`);
    match(second.body, /<KeyCount>3<\/KeyCount>/);
  });

  test('answers HEAD without a body', async () => {
    const head = await get('/b/dir/2', { method: 'HEAD' });
    equal(head.status, 200);
    equal(head.headers.get('content-length'), '2');
    equal((await get('/b', { method: 'HEAD' })).status, 200);
    equal((await get('/nope', { method: 'HEAD' })).status, 404);
  });

  const refusals: [string, () => Promise<Response>, number, string][] = [
    ['a request without a signature', () => fetch(`${url}/b/z`), 403, 'AccessDenied'],
    [
      'another key id',
      () =>
        new AwsClient({ ...credentials, accessKeyId: 'X', service: 's3', region, retries: 0 }).fetch(
          `${url}/b/z`,
        ),
      403,
      'InvalidAccessKeyId',
    ],
    [
      'another secret',
      () =>
        new AwsClient({ ...credentials, secretAccessKey: 'X', service: 's3', region, retries: 0 }).fetch(
          `${url}/b/z`,
        ),
      403,
      'SignatureDoesNotMatch',
    ],
    [
      'another region',
      () =>
        new AwsClient({ ...credentials, service: 's3', region: 'eu-west-1', retries: 0 }).fetch(`${url}/b/z`),
      400,
      'AuthorizationHeaderMalformed',
    ],
    [
      'an old signature',
      () => aws.fetch(`${url}/b/z`, { aws: { datetime: '20200101T000000Z' } }),
      403,
      'RequestTimeTooSkewed',
    ],
    ['a missing object', () => aws.fetch(`${url}/b/none`), 404, 'NoSuchKey'],
    ['a missing bucket', () => aws.fetch(`${url}/none/z`), 404, 'NoSuchBucket'],
    ['the old listing', () => aws.fetch(`${url}/b`), 501, 'NotImplemented'],
    ['a write', () => aws.fetch(`${url}/b/z`, { method: 'PUT', body: 'x' }), 501, 'NotImplemented'],
    ['a bad page size', () => aws.fetch(`${url}/b?list-type=2&max-keys=x`), 400, 'InvalidArgument'],
  ];
  for (const [what, ask, status, code] of refusals)
    test(`refuses ${what}`, async () => {
      const response = await ask();
      equal(response.status, status);
      match(await response.text(), new RegExp(`<Code>${code}</Code>`));
    });

  test('refuses a target that was changed after signing', async () => {
    const signed = await aws.sign(`${url}/b/dir/1`);
    const response = await fetch(`${url}/b/dir/2`, { headers: signed.headers });
    equal(response.status, 403);
    match(await response.text(), /SignatureDoesNotMatch/);
  });
});
