import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { request } from 'undici';
import { CRASHING, SERVING, WEB } from './manifests.ts';
import { type Session, startSession, withoutKubectl } from './session.ts';

const skip = withoutKubectl();
/** How long a wait of kubectl may take, real time. */
const SOON = '--timeout=15s';
const HOST = '--address=127.0.0.1';

/** The local port that a port-forward says it has. */
const localPort = (text: string) => /127\.0\.0\.1:(\d+)/.exec(text)?.[1] ?? '';

async function posted(url: string, body: unknown): Promise<{ code: number; text: string }> {
  const headers = { 'content-type': 'application/json' };
  const answer = await request(url, { method: 'POST', headers, body: JSON.stringify(body) });
  return { code: answer.statusCode, text: await answer.body.text() };
}

const question = (model: string) => ({
  model,
  messages: [{ role: 'user', content: 'What is AI?' }],
  max_tokens: 4,
});

describe('a session with kubectl', { skip, timeout: 60_000 }, () => {
  let session: Session;
  before(async () => {
    session = await startSession();
  });
  after(async () => await session.end());

  test('api-resources lists the kinds of every system', async () => {
    const listed = await session.shown('api-resources');
    assert.match(listed, /^pods +po +v1 +true +Pod$/m);
    assert.match(
      listed,
      /^llminferenceservices +llmisvc +serving\.kserve\.io\/v1alpha1 +true +LLMInferenceService$/m,
    );
    assert.match(listed, /^inferenceservices +isvc +serving\.kserve\.io\/v1beta1 +true +InferenceService$/m);
    assert.match(listed, /^gateways +gtw +gateway\.networking\.k8s\.io\/v1 +true +Gateway$/m);
  });

  test('services of KServe: apply, watch, wait, every form of get, describe', async () => {
    const path = session.file('serving.yaml', SERVING);
    const watch = session.begin('get', 'llmisvc', '-w', '--output-watch-events');
    assert.match(
      await session.shown('apply', '-f', path),
      /chat created\n.*vllm-runtime created\n.*opt created\n/,
    );
    assert.match(
      await session.shown('apply', '-f', path),
      /chat unchanged\n.*vllm-runtime unchanged\n.*opt unchanged\n/,
    );
    const met = await session.shown('wait', 'llmisvc/chat', 'isvc/opt', '--for=condition=Ready', SOON);
    assert.match(met, /chat condition met\n.*opt condition met\n/);
    const seen = await watch.said(/MODIFIED +chat +http\S+ +True/);
    await watch.stop();
    assert.match(seen, /ADDED +chat/);
    const [table, wide, name, yaml, json, columns, template, described] = await Promise.all([
      session.shown('get', 'llmisvc,isvc,httproute'),
      session.shown('get', 'gateway', '-A', '-o', 'wide'),
      session.shown('get', 'isvc', '-o', 'name'),
      session.shown('get', 'llmisvc', 'chat', '-o', 'yaml'),
      session.shown('get', 'llmisvc', '-o', 'json'),
      session.shown('get', 'llmisvc', '-o', 'custom-columns=N:.metadata.name,R:.spec.replicas'),
      session.shown('get', 'isvc', 'opt', '-o', 'go-template={{.status.url}}'),
      session.shown('describe', 'isvc', 'opt'),
    ]);
    assert.match(table, /^llminferenceservice\.serving\.kserve\.io\/chat +http\S+\/default\/chat +True/m);
    assert.match(wide, /^kserve +kserve-ingress-gateway +istio +[\d.]+ +True/m);
    assert.equal(name, 'inferenceservice.serving.kserve.io/opt\n');
    assert.match(yaml, /^ {2}observedGeneration: 1$/m);
    assert.equal(JSON.parse(json).items[0].kind, 'LLMInferenceService');
    assert.match(columns, /^N +R\nchat +1\n$/);
    assert.match(template, /^http:\/\/opt-predictor\.default/);
    assert.match(described, /InferenceServiceReady .* InferenceService \[opt\] is Ready/);
  });

  test('services of KServe: patches, the gateway, logs of a label, deletion of all that belongs to them', async () => {
    const merged = await session.shown(
      'patch',
      'llmisvc',
      'chat',
      '--type=merge',
      '-p',
      '{"metadata":{"labels":{"a":"b"}}}',
    );
    assert.match(merged, /chat patched\n/);
    const operations = '[{"op":"replace","path":"/metadata/labels/a","value":"c"}]';
    assert.match(await session.shown('patch', 'llmisvc', 'chat', '--type=json', '-p', operations), /patched/);
    const strategic = await session.kubectl('patch', 'llmisvc', 'chat', '-p', '{}');
    assert.deepEqual([strategic.code, strategic.out], [1, '']);
    assert.match(strategic.err, /strategic-merge-patch\+json is not supported/);
    assert.equal(
      await session.shown('get', 'llmisvc', '-l', 'a=c', '-o', 'name'),
      'llminferenceservice.serving.kserve.io/chat\n',
    );
    const answer = await posted(
      `${session.gatewayUrl}/default/chat/v1/chat/completions`,
      question('opt-125m'),
    );
    assert.deepEqual([answer.code, JSON.parse(answer.text).usage.completion_tokens], [200, 4]);
    const logs = await session.shown('logs', '-l', 'app.kubernetes.io/name=chat', '--tail=-1', '--prefix');
    assert.match(logs, /^\[pod\/chat-kserve-\S+\/main\] .*POST \/v1\/chat\/completions HTTP\/1\.1" 200 OK$/m);
    await session.shown('delete', 'llmisvc/chat', 'isvc/opt', '--cascade=foreground', SOON);
    assert.equal(
      await session.shown('get', 'deploy,httproute,pods', '-o', 'name', '-l', 'app.kubernetes.io/name=chat'),
      '',
    );
  });

  test('a Deployment: three patches, rollout, scale, label, events', async () => {
    await session.shown('apply', '-f', session.file('web.yaml', WEB));
    await session.shown('rollout', 'status', 'deploy/web', SOON);
    const env =
      '{"spec":{"template":{"spec":{"containers":[{"name":"main","env":[{"name":"A","value":"1"}]}]}}}}';
    await session.shown('patch', 'deploy', 'web', '-p', env);
    await session.shown(
      'patch',
      'deploy',
      'web',
      '--type=merge',
      '-p',
      '{"metadata":{"annotations":{"a":"b"}}}',
    );
    await session.shown(
      'patch',
      'deploy',
      'web',
      '--type=json',
      '-p',
      '[{"op":"replace","path":"/spec/replicas","value":1}]',
    );
    assert.match(await session.shown('rollout', 'status', 'deploy/web', SOON), /successfully rolled out/);
    assert.match(await session.shown('rollout', 'history', 'deploy/web'), /^1 .*\n2 /m);
    await session.shown('rollout', 'undo', 'deploy/web');
    await session.shown('rollout', 'restart', 'deploy/web');
    await session.shown('scale', 'deploy', 'web', '--replicas=2');
    assert.match(await session.shown('rollout', 'status', 'deploy/web', SOON), /successfully rolled out/);
    assert.match(await session.shown('label', 'deploy', 'web', 'tier=front'), /labeled/);
    assert.match(await session.shown('get', 'deploy', '-l', 'tier=front'), /^web +2\/2 /m);
    const events = await session.shown('get', 'events', '-o', 'wide');
    assert.match(
      events,
      /Started +pod\/web-\S+ +spec\.containers\{main\} +kubelet, \S+ +Started container main/,
    );
    const list = await session.shown('get', 'deploy,svc', '-l', '!component', '-o', 'yaml');
    const again = await session.given(list, 'apply', '--dry-run=server', '-f', '-');
    assert.deepEqual([again.code, again.err], [0, '']);
  });

  test('logs that follow and that were; commands with input and exit code', async () => {
    const follow = session.begin('logs', '-f', 'deploy/web', '--since=1h', '--timestamps');
    await follow.said(/^\d{4}-\d\d-\d\dT\S+Z .*"GET \/health HTTP\/1\.1" 200 OK$/m);
    await follow.stop();
    assert.equal((await session.shown('logs', 'deploy/web', '--tail=1')).trim().split('\n').length, 1);
    const echoed = await session.given('to and fro', 'exec', '-i', 'deploy/web', '--', 'cat');
    assert.deepEqual([echoed.code, echoed.out], [0, 'to and fro']);
    const failed = await session.kubectl('exec', 'deploy/web', '--', 'sh', '-c', 'echo no >&2; exit 7');
    assert.equal(failed.code, 7);
    assert.match(failed.err, /^no\ncommand terminated with exit code 7\n$/);
    await session.shown('apply', '-f', session.file('crashing.yaml', CRASHING));
    // Not a number of restarts: that may have passed before kubectl looks.
    const restarted = '--for=jsonpath={.status.containerStatuses[0].lastState.terminated.exitCode}=2';
    await session.shown('wait', 'pod/crashing', restarted, SOON);
    const before = await session.shown('logs', 'crashing', '--previous');
    assert.match(before, /error: unrecognized arguments: --no-such-flag/);
  });

  test('port-forward to a service brings a real answer', async () => {
    const forward = session.begin('port-forward', 'svc/web', ':80', HOST);
    try {
      const port = localPort(await forward.said(/Forwarding from 127/));
      const answer = await posted(
        `http://127.0.0.1:${port}/v1/chat/completions`,
        question('facebook/opt-125m'),
      );
      assert.deepEqual([answer.code, JSON.parse(answer.text).object], [200, 'chat.completion']);
    } finally {
      await forward.stop();
    }
  });

  test('delete: only tried, and with each cascade', async () => {
    const tried = await session.shown('delete', 'deploy', 'web', '--dry-run=server');
    assert.match(tried, /deleted \(server dry run\)/);
    await session.shown('delete', 'deploy', 'web', '--cascade=orphan');
    assert.match(
      await session.shown('get', 'rs,pods', '-l', 'app=web', '-o', 'name'),
      /replicaset\S+\npod\/web-/,
    );
    await session.shown('apply', '-f', session.file('web.yaml', WEB));
    await session.shown('rollout', 'status', 'deploy/web', SOON);
    await session.shown('delete', 'deploy', 'web', '--cascade=foreground', SOON);
    assert.equal(await session.shown('get', 'rs,pods', '-l', 'app=web', '-o', 'name'), '');
    await session.shown('apply', '-f', session.file('web.yaml', WEB));
    await session.shown('delete', 'deploy', 'web', '--cascade=background');
    await session.shown('wait', '--for=delete', 'pods,rs', '-l', 'app=web', SOON);
  });
});
