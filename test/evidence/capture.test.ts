import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, it, type TestContext } from 'node:test';
import type { ConnectedCluster } from '../../support/cluster/connect.ts';
import { EnvironmentError } from '../../support/cluster/environment-error.ts';
import { captureEvidence, type EvidenceRequest } from '../../support/evidence/capture.ts';
import { diagnose } from '../../support/evidence/classify.ts';
import { EvidenceFolder } from '../../support/evidence/folder.ts';
import { tellingLines } from '../../support/evidence/telling-lines.ts';
import { MissingStep } from '../../support/memory.ts';
import { forgetSecrets } from '../../support/redaction/secret-values.ts';
import { embeddedApiServer } from '../cluster/embedded-api-server.ts';
import { scratch } from '../scratch.ts';

const CANARY = 'evidence-canary-77';

afterEach(forgetSecrets);

const pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'llm-1', namespace: 'default' },
  spec: { containers: [{ name: 'main', image: 'x', env: [{ name: 'TOKEN', value: CANARY }] }] },
};

/** A namespace with a Secret, a pod that waits for its image, and an event; logs come from the test. */
async function scene(t: TestContext, log: string[]): Promise<EvidenceRequest> {
  const { connect, others } = await embeddedApiServer(t);
  const data = { token: Buffer.from(CANARY).toString('base64') };
  others.create({
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'Opaque',
    metadata: { name: 's', namespace: 'default' },
    data,
  });
  others.create({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'default', namespace: 'default' },
  });
  const created = others.create(pod);
  const waiting = { reason: 'ImagePullBackOff', message: 'Back-off pulling image "x"' };
  const lastState = { terminated: { exitCode: 1, reason: 'Error', finishedAt: '2030-01-01T00:00:00Z' } };
  others.mutateStatus('pods', 'default', 'llm-1', (object) => {
    object.status.containerStatuses = [
      { name: 'main', restartCount: 2, state: { waiting }, lastState, image: 'x', imageID: '', ready: false },
    ];
  });
  others.event(created, 'Warning', 'Failed', 'Failed to pull image "x": 404 Not Found');
  const connected = await connect('r1');
  const cluster: ConnectedCluster = {
    ...connected,
    async *logs() {
      yield* log;
    },
  };
  return {
    cluster,
    failure: new Error('LLM service ns/x becomes ready: expected within 60 s\nsecond line'),
    runDirectory: scratch('evidence'),
    directory: 'evidence/LB-001/it-answers',
    since: new Date('2020-01-01T00:00:00Z'),
    namespaces: ['default'],
    owners: [],
    controllers: {
      kserve: { namespace: 'kserve', deployment: 'kserve-controller-manager', container: 'manager' },
    },
    exchanges: [
      {
        id: 'q1',
        method: 'POST',
        url: 'http://gw/v1',
        status: 503,
        headers: { authorization: `Bearer ${CANARY}` },
        body: 'no healthy upstream',
        latency: 12,
        startedAt: performance.now(),
      },
    ],
  };
}

function filesUnder(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(join(directory, name)).isFile(),
  );
}

it('captures objects, events, logs, exchanges and a timeline, without any secret', async (t) => {
  const log = ['2030-01-01T00:00:01Z starting', `2030-01-01T00:00:02Z ERROR token ${CANARY} refused`];
  const request = await scene(t, log);
  const evidence = await captureEvidence(request);
  const directory = join(request.runDirectory, evidence.directory);
  const read = (name: string) => readFileSync(join(directory, name), 'utf8');
  assert.deepEqual(filesUnder(directory).sort(), [
    'events.txt',
    'http.txt',
    'logs/default/llm-1/main.log',
    'logs/default/llm-1/main.previous.log',
    'objects/default.yaml',
    'summary.txt',
    'timeline.txt',
  ]);
  for (const name of filesUnder(directory)) assert.ok(!read(name).includes(CANARY), `${name} is redacted`);
  assert.match(read('objects/default.yaml'), /^# Pod default\/llm-1$/m);
  assert.ok(!/managedFields|kind: Secret/.test(read('objects/default.yaml')));
  assert.match(read('events.txt'), /Warning +Failed +Pod\/llm-1 +1 +Failed to pull image "x": 404 Not Found/);
  assert.match(
    read('timeline.txt'),
    /2030-01-01T00:00:00Z +Pod\/llm-1\/main +ended with 1 \(Error\)\n2030-01-01T00:00:02Z +log llm-1\/main/,
  );
  assert.match(
    read('summary.txt'),
    /not captured:\nlog of controller kserve\/kserve-controller-manager: Deployment .* not found/,
  );
});

it('says whose fault it seems, in one sentence, with the lines that tell most', async (t) => {
  const evidence = await captureEvidence(await scene(t, ['2030-01-01T00:00:02Z fatal: out of memory']));
  assert.equal(evidence.class, 'product');
  assert.equal(evidence.cause, 'LLM service ns/x becomes ready: expected within 60 s');
  const telling = evidence.tellingLines.join('\n');
  for (const line of [
    'Pod/llm-1/main: waiting (ImagePullBackOff): Back-off pulling image "x"',
    'Warning Failed Pod/llm-1: Failed to pull image "x": 404 Not Found',
    'POST http://gw/v1: 503 after 12 ms: no healthy upstream',
    'llm-1/main: 2030-01-01T00:00:02Z fatal: out of memory',
  ])
    assert.ok(telling.includes(line), telling);
  assert.ok(evidence.tellingLines.length <= 20);
});

it('captures what it can when the cluster is gone, and says what is missing', async (t) => {
  const request = await scene(t, []);
  await request.cluster.close();
  const evidence = await captureEvidence({
    ...request,
    failure: new EnvironmentError('the API server cannot be reached'),
  });
  assert.equal(evidence.class, 'environment');
  const summary = readFileSync(join(request.runDirectory, evidence.directory, 'summary.txt'), 'utf8');
  assert.match(summary, /not captured:\n.*default/);
});

it('keeps the end of a log and the beginning of an object, at most 1 MB a file and 10 MB in all', () => {
  const path = scratch('folder');
  const folder = new EvidenceFolder(path);
  const long = Array.from({ length: 200_000 }, (_, index) => `line ${index}\n`).join('');
  folder.write('log.txt', long, 'end');
  folder.write('object.txt', long);
  const size = (name: string) => statSync(join(path, name)).size;
  assert.ok(size('log.txt') <= 1024 * 1024 && size('log.txt') > 1_000_000);
  assert.match(readFileSync(join(path, 'log.txt'), 'utf8'), /^line \d+\n[\s\S]*line 199999\n$/);
  assert.match(readFileSync(join(path, 'object.txt'), 'utf8'), /^line 0\n/);
  for (let index = 0; index < 12; index += 1) folder.write(`more-${index}.txt`, long);
  const total = readdirSync(path).reduce((sum, name) => sum + size(name), 0);
  assert.ok(total <= 10 * 1024 * 1024, String(total));
  assert.match(folder.problems.join('\n'), /more-11\.txt: \d+ bytes, only the beginning \(0 bytes\) fits/);
  folder.write('../../escaped.txt', 'x');
  assert.ok(!existsSync(join(path, '..', '..', 'escaped.txt')));
});

it('tells the faults of the environment and of the suite from those of the product', () => {
  const scheduling = 'Warning FailedScheduling Pod/x: 0/3 nodes are available: 3 Insufficient nvidia.com/gpu';
  assert.equal(diagnose(new Error('not ready'), [scheduling]).class, 'environment');
  assert.equal(diagnose(new TypeError('x is undefined'), []).class, 'suite');
  const missing = new MissingStep(
    'this step speaks of the answer, but no step before it did "When I ask it …"',
  );
  assert.equal(diagnose(missing, []).class, 'suite');
  assert.equal(
    diagnose(new Error('wrapped', { cause: new EnvironmentError('no cluster') }), []).cause,
    'no cluster',
  );
  assert.equal(
    diagnose(new Error('expected 3, got 2'), ['Warning Unhealthy Pod/x: probe failed']).class,
    'product',
  );
});

it('takes telling lines from each source in turn, none twice', () => {
  const [first, second] = [
    ['a 1', 'a 2', 'b'],
    ['c', 'd'],
  ];
  assert.deepEqual(tellingLines([first, second]), ['a 1', 'c', 'b', 'd']);
});
