import { equal, match, ok } from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Fields, KubeObject } from '../../fixtures/embedded/api-server/api.ts';
import { until } from '../until.ts';

describe('a whole cluster', () => {
  let directory: string;
  let child: ChildProcess;
  let cluster: Fields;
  const api = async (method: string, path: string, body?: object): Promise<Fields> => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(cluster.url + path, {
      method,
      headers,
      ...(body && { body: JSON.stringify(body) }),
    });
    return response.json();
  };
  /** The object of a path, once it is as wanted. */
  const objectThat = async (path: string, holds: (object: Fields) => boolean): Promise<Fields> => {
    let object: Fields;
    const look = async () => {
      object = await api('GET', path);
      return holds(object) && object;
    };
    return until(`${path} as wanted`, look, () => `its status is ${JSON.stringify(object?.status)}`);
  };
  const isReady = (object: Fields) =>
    object.status?.conditions?.some((one: Fields) => one.type === 'Ready' && one.status === 'True') === true;

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'embedded-whole-'));
    const options = ['--time-scale', '120', '--seed', '3', '--kubeconfig', join(directory, 'kubeconfig')];
    child = spawn(process.execPath, ['fixtures/embedded/main.js', ...options], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    [cluster] = await once(child, 'message');
    await api('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 't' } });
    await objectThat('/api/v1/namespaces/t/serviceaccounts/default', ({ kind }) => kind === 'ServiceAccount');
  });
  after(async () => {
    child.kill('SIGTERM');
    await once(child, 'exit');
    await rm(directory, { recursive: true, force: true });
  });

  test('brings an LLM service up from S3 and answers through the gateway', async () => {
    const { accessKeyId, secretAccessKey } = JSON.parse(await readFile(cluster.s3.credentialsFile, 'utf8'));
    const core = '/api/v1/namespaces/t';
    await api('POST', `${core}/secrets`, {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'keys' },
      stringData: {
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        AWS_REGION: cluster.s3.region,
        AWS_S3_ENDPOINT: cluster.s3.endpoint,
      },
    });
    await api('POST', `${core}/serviceaccounts`, {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: 'reader' },
      secrets: [{ name: 'keys' }],
    });
    const service: KubeObject = {
      apiVersion: 'serving.kserve.io/v1alpha1',
      kind: 'LLMInferenceService',
      metadata: { name: 'llm' },
      spec: {
        model: { uri: `s3://${cluster.s3.bucket}/models/opt-125m/`, name: 'm' },
        replicas: 1,
        template: {
          serviceAccountName: 'reader',
          containers: [{ name: 'main', image: 'vllm/vllm-openai:v0.6.3' }],
        },
        router: { gateway: {}, route: {}, scheduler: {} },
      },
    };
    const path = '/apis/serving.kserve.io/v1alpha1/namespaces/t/llminferenceservices';
    await api('POST', path, service);
    const ready = await objectThat(`${path}/llm`, isReady);
    match(ready.status.url, /^http:\/\/203\.0\.113\.\d+\/t\/llm$/);
    const response = await fetch(`${cluster.gatewayUrl}/t/llm/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        model: 'm',
        messages: [{ role: 'user', content: 'How do rivers flow?' }],
        max_tokens: 5,
      }),
    });
    equal(response.status, 200);
    const answer: Fields = await response.json();
    ok(answer.choices[0].message.content.length > 0);
    await api('DELETE', `${path}/llm`);
    await objectThat(`${path}/llm`, ({ code }) => code === 404);
    await objectThat('/apis/apps/v1/namespaces/t/deployments', ({ items }) => items.length === 0);
  });

  test('shows a download that failed where the user looks', async () => {
    const runtimes = '/apis/serving.kserve.io/v1alpha1/namespaces/t/servingruntimes';
    await api('POST', runtimes, {
      apiVersion: 'serving.kserve.io/v1alpha1',
      kind: 'ServingRuntime',
      metadata: { name: 'r' },
      spec: {
        supportedModelFormats: [{ name: 'vllm' }],
        containers: [{ name: 'kserve-container', image: 'vllm/vllm-openai:v0.6.3' }],
      },
    });
    const path = '/apis/serving.kserve.io/v1beta1/namespaces/t/inferenceservices';
    await api('POST', path, {
      apiVersion: 'serving.kserve.io/v1beta1',
      kind: 'InferenceService',
      metadata: { name: 'plain' },
      spec: {
        predictor: {
          model: { modelFormat: { name: 'vllm' }, runtime: 'r', storageUri: 'oci://nowhere.example/none:1' },
        },
      },
    });
    const failed = await objectThat(`${path}/plain`, ({ status }) =>
      status?.conditions?.some((one: Fields) => one.type === 'Ready' && one.reason === 'ModelDownloadFailed'),
    );
    match(JSON.stringify(failed.status), /404 Not Found/);
  });
});
