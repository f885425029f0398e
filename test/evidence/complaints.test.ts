import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { KubernetesObject } from '../../support/cluster/cluster.ts';
import { complaints } from '../../support/evidence/conditions.ts';
import { unwellController } from '../../support/evidence/controllers.ts';
import { tellingWarnings } from '../../support/evidence/events.ts';
import { mismatches } from '../../support/evidence/mismatches.ts';
import { tellingLines } from '../../support/evidence/telling-lines.ts';
import { tellsTrouble } from '../../support/logs/trouble.ts';

const NAMESPACE = 'ns';

interface Fields {
  metadata?: Partial<KubernetesObject['metadata']>;
  [field: string]: unknown;
}

const object = (kind: string, name: string, { metadata, ...fields }: Fields = {}): KubernetesObject => ({
  apiVersion: 'v1',
  kind,
  metadata: { name, namespace: NAMESPACE, ...metadata },
  ...fields,
});

const SCHEDULED = { type: 'PodScheduled', status: 'True' };
const server = (fields: Fields = {}) =>
  object('Pod', 'server-1', {
    metadata: { labels: { app: 'server' } },
    spec: { nodeName: 'n', containers: [{ name: 'main', ports: [{ name: 'http', containerPort: 8000 }] }] },
    status: { phase: 'Running', conditions: [SCHEDULED, { type: 'Ready', status: 'True' }] },
    ...fields,
  });
const service = (selector: object, targetPort: number | string) =>
  object('Service', 'server', { spec: { selector, ports: [{ port: 80, targetPort }] } });

describe('what objects say is wrong with them', () => {
  it('begins with what is nearest to the cause and ends with what only repeats it', () => {
    const pod = object('Pod', 'p', {
      spec: { nodeName: 'n' },
      status: {
        conditions: [{ type: 'Ready', status: 'False', reason: 'ContainersNotReady', message: 'not ready' }],
        containerStatuses: [
          {
            name: 'main',
            restartCount: 2,
            state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off' } },
            lastState: {
              terminated: { exitCode: 1, reason: 'Error', message: 'Traceback\nValueError: no weights\n' },
            },
          },
        ],
      },
    });
    const llm = object('LLMInferenceService', 'x', {
      status: {
        conditions: [
          { type: 'Ready', status: 'False', reason: 'MinimumReplicasUnavailable', message: 'too few' },
          { type: 'RouterReady', status: 'False', reason: 'NoGateway', message: 'gateway g is missing' },
        ],
      },
    });
    assert.deepEqual(complaints([llm, pod]), [
      'Pod/p/main: 2 restarts, ended with 1 (Error): ValueError: no weights',
      'Pod/p/main: waiting (CrashLoopBackOff): back-off',
      'LLMInferenceService/x: RouterReady=False NoGateway: gateway g is missing',
      'LLMInferenceService/x: Ready=False MinimumReplicasUnavailable: too few',
      'Pod/p: Ready=False ContainersNotReady: not ready',
    ]);
  });
});

describe('what only shows between objects', () => {
  it('a selector that matches no pod', () => {
    assert.deepEqual(mismatches([service({ app: 'other' }, 8000), server()]), [
      'Service/server: its selector (app=other) matches no pod',
    ]);
    assert.deepEqual(mismatches([service({ app: 'other' }, 8000)]), [], 'there is nothing to match');
  });

  it('a port that no container declares, by number or by name', () => {
    for (const wrong of [8080, 'grpc'])
      assert.deepEqual(mismatches([service({ app: 'server' }, wrong), server()]), [
        `Service/server: its port 80 leads to port ${wrong} of its pods, but they declare 8000 (http)`,
      ]);
    for (const right of [8000, 'http'])
      assert.deepEqual(mismatches([service({ app: 'server' }, right), server()]), []);
  });

  it('a pod that nobody schedules', () => {
    const waiting = server({ spec: {}, status: { phase: 'Pending' } });
    assert.match(mismatches([waiting]).join(), /^Pod\/server-1: Pending without a node, and no scheduler/);
    const told = server({ spec: {}, status: { phase: 'Pending', conditions: [SCHEDULED] } });
    assert.deepEqual(mismatches([told]), []);
  });

  it('an endpoint that counts as not ready although its pod is', () => {
    const slice = (ready: boolean) =>
      object('EndpointSlice', 'server-abc', {
        endpoints: [{ conditions: { ready }, targetRef: { kind: 'Pod', name: 'server-1' } }],
      });
    assert.deepEqual(mismatches([slice(false), server()]), [
      'EndpointSlice/server-abc: Pod/server-1 counts as not ready, although the pod is',
    ]);
    assert.deepEqual(mismatches([slice(true), server()]), []);
  });
});

describe('a shared controller', () => {
  const controller = { namespace: NAMESPACE, deployment: 'manager' };
  const deployment = (available: 'True' | 'False') =>
    object('Deployment', 'manager', {
      spec: { selector: { matchLabels: { app: 'manager' } } },
      status: { conditions: [{ type: 'Available', status: available, message: 'no pod is available' }] },
    });
  const event = (name: string, message: string) =>
    object('Event', `${name}.1`, {
      type: 'Warning',
      reason: 'FailedCreate',
      message,
      involvedObject: { kind: 'ReplicaSet', name },
    });
  const clusterWith = (objects: KubernetesObject[]) => ({
    get: async ({ kind, name }: { kind: string; name: string }) =>
      objects.find((one) => one.kind === kind && one.metadata.name === name),
    list: async ({ kind }: { kind: string }) => objects.filter((one) => one.kind === kind),
  });

  it('that runs is not worth a line', async () => {
    assert.equal(await unwellController(clusterWith([deployment('True')]), controller), undefined);
    assert.equal(await unwellController(clusterWith([]), controller), undefined);
  });

  it('that does not run says why, with the events of its ReplicaSet and of nobody else', async () => {
    const cluster = clusterWith([
      deployment('False'),
      object('ReplicaSet', 'manager-5d'),
      event('manager-5d', 'exceeded quota: pods'),
      event('another-7f', 'exceeded quota: pods'),
    ]);
    const state = await unwellController(cluster, controller);
    assert.deepEqual(state?.complaints, [
      'ns: Deployment/manager: Available=False: no pod is available',
      'ns: Warning FailedCreate ReplicaSet/manager-5d: exceeded quota: pods',
    ]);
    assert.deepEqual(
      state?.objects.map(({ kind }) => kind),
      ['Deployment', 'ReplicaSet'],
    );
  });
});

describe('what is told first', () => {
  const warning = (reason: string, message: string, lastTimestamp: string) =>
    object('Event', reason, { type: 'Warning', reason, message, lastTimestamp });

  it('of the warnings the latest that says something of its own', () => {
    const told = tellingWarnings([
      warning('Failed', 'Failed to pull image "x": 404', '2030-01-01T00:00:01Z'),
      warning('Failed', 'Error: ImagePullBackOff', '2030-01-01T00:00:03Z'),
      warning('BackOff', 'Back-off pulling image "x"', '2030-01-01T00:00:04Z'),
      warning('Unhealthy', 'probe failed', '2030-01-01T00:00:02Z'),
    ]);
    assert.deepEqual(
      told.map(({ message }) => message),
      [
        'probe failed',
        'Failed to pull image "x": 404',
        'Back-off pulling image "x"',
        'Error: ImagePullBackOff',
      ],
    );
  });

  it('of a traceback what it ends in, not its head', () => {
    assert.ok(!tellsTrouble('Traceback (most recent call last):'));
    assert.ok(!tellsTrouble('During handling of the above exception, another exception occurred:'));
    assert.ok(tellsTrouble('torch.OutOfMemoryError: CUDA out of memory'));
    assert.ok(!tellsTrouble('INFO: 10.0.0.1 - "GET /health HTTP/1.1" 200 OK'));
  });

  it('of a line that both runs of a container logged only one', () => {
    assert.deepEqual(tellingLines([['p/main: fatal 1'], ['p/main (previous): fatal 2']]), [
      'p/main: fatal 1',
    ]);
  });
});
