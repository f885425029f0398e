import { equal, match, ok } from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Fields } from '../../fixtures/embedded/api-server/api.ts';
import { type EmbeddedCluster, startCluster } from '../../fixtures/embedded/start.ts';
import { documentDialect } from '../../fixtures/embedded/systems/kserve/dialects/document/document.ts';
import { until } from '../until.ts';

const LLM = '/apis/serving.kserve.io/v1alpha1/namespaces/t/llminferenceservices';
const POLICIES = '/apis/networking.k8s.io/v1/namespaces/t/networkpolicies';

const server = {
  containers: [{ name: 'main', image: 'ghcr.io/llm-d/llm-d:v0.2.0' }],
};

describe('a service with prefill pods', () => {
  let cluster: EmbeddedCluster;
  const api = async (method: string, path: string, body?: object): Promise<Fields> => {
    const headers = { 'content-type': 'application/json' };
    const url = cluster.url + path;
    return (await fetch(url, { method, headers, ...(body && { body: JSON.stringify(body) }) })).json();
  };
  const pods = async (role: string): Promise<Fields[]> =>
    (await api('GET', `/api/v1/namespaces/t/pods?labelSelector=llm-d.ai/role=${role}`)).items;
  const logOf = async (role: string, container: string): Promise<string> => {
    const [pod] = await pods(role);
    const path = `/api/v1/namespaces/t/pods/${pod.metadata.name}/log?container=${container}`;
    return (await fetch(cluster.url + path)).text();
  };
  const ask = async (session: string, content: string) => {
    const answer = await fetch(`${cluster.gatewayUrl}/t/pd/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-session-id': session },
      body: JSON.stringify({ model: 'pd', messages: [{ role: 'user', content }], max_tokens: 20 }),
    });
    return { status: answer.status, body: await answer.text() };
  };

  before(async () => {
    cluster = await startCluster({
      timeScale: 120,
      seed: 3,
      defects: [],
      port: 0,
      kubeconfig: '',
      kserve: documentDialect,
    });
    await cluster.settled;
    await api('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 't' } });
    await until('an account', async () => {
      const { kind } = await api('GET', '/api/v1/namespaces/t/serviceaccounts/default');
      return kind === 'ServiceAccount';
    });
    await api('POST', LLM, {
      apiVersion: 'serving.kserve.io/v1alpha1',
      kind: 'LLMInferenceService',
      metadata: { name: 'pd', namespace: 't' },
      spec: {
        model: { uri: 'oci://quay.io/opendatahub/opt-125m:latest' },
        replicas: 1,
        template: server,
        prefill: { replicas: 1, template: server },
        router: { gateway: {}, route: {}, scheduler: {} },
      },
    });
    await until('the service to be ready', async () => {
      const { status } = await api('GET', `${LLM}/pd`);
      return status?.conditions?.some((one: Fields) => one.type === 'Ready' && one.status === 'True');
    });
    await until('the route', async () => (await ask('first', 'Hello')).status === 200);
  });
  after(() => cluster.stop());

  test('has its parts and reports them', async () => {
    const { status } = await api('GET', `${LLM}/pd`);
    const types = status.conditions.map(({ type }: Fields) => type);
    ok(types.includes('PrefillWorkloadReady') && types.includes('SchedulerWorkloadReady'));
    const [decode] = await pods('decode');
    const sidecar = decode.spec.initContainers.find(({ name }: Fields) => name === 'llm-d-routing-sidecar');
    equal(sidecar.env.find(({ name }: Fields) => name === 'INFERENCE_POOL_NAME').value, 'pd-inference-pool');
    equal(decode.spec.serviceAccountName, 'pd-kserve');
    const [prefill] = await pods('prefill');
    equal(prefill.spec.containers.length, 1);
    ok(prefill.spec.initContainers.every(({ name }: Fields) => name === 'storage-initializer'));
  });

  test('works on a new prompt in a prefill pod, and on the next of the session where its cache is', async () => {
    equal((await ask('session-1', 'Explain quantum computing in simple terms')).status, 200);
    const lines = () => logOf('decode', 'llm-d-routing-sidecar').then((log) => about(log, 'session-1'));
    match(
      (await lines()).join('\n'),
      /received on port 8000[\s\S]*No KV cache[\s\S]*to prefill[\s\S]*localhost:8001/,
    );
    const before = requests(await logOf('prefill', 'main'));
    equal((await ask('session-1', 'Can you give me an example?')).status, 200);
    match((await lines()).slice(4).join('\n'), /Cache hit[\s\S]*Forwarding to localhost:8001/);
    equal(requests(await logOf('prefill', 'main')), before);
  });

  test('fails while prefill cannot be reached, says why, and recovers by itself', async () => {
    await api('POST', POLICIES, {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'cut', namespace: 't' },
      spec: { podSelector: { matchLabels: { 'llm-d.ai/role': 'prefill' } }, policyTypes: ['Ingress'] },
    });
    equal((await ask('session-2', 'Test')).status, 504);
    match(
      await logOf('decode', 'llm-d-routing-sidecar'),
      /cannot reach prefill.*Timeout connecting to prefill/,
    );
    equal((await ask('session-1', 'And another?')).status, 200);
    await api('DELETE', `${POLICIES}/cut`);
    equal((await ask('session-2', 'Test')).status, 200);
  });
});

const about = (log: string, session: string): string[] =>
  log.split('\n').filter((line) => line.includes(session));
const requests = (log: string): number => log.split('"POST /v1/chat/completions').length - 1;
