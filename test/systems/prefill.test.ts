import { deepEqual, doesNotThrow, equal, rejects, throws } from 'node:assert/strict';
import { test } from 'node:test';
import type { Cluster, KubernetesObject } from '../../support/cluster/cluster.ts';
import type { Exchange } from '../../support/inference/client.ts';
import { partsOf } from '../../support/systems/kserve/parts.ts';
import { mustBeUnserved } from '../../support/systems/kserve/pods/losses.ts';
import { podsMustHaveSettings } from '../../support/systems/kserve/pods/pod-settings.ts';
import {
  answerMustTakeIn,
  mustHaveTakenLonger,
} from '../../support/systems/kserve/requests/conversations.ts';
import { dialogueFigures, saidIn, textOf } from '../../support/systems/kserve/requests/dialogues.ts';
import type { Asked } from '../../support/systems/kserve/requests/requests.ts';
import type { Subject } from '../../support/systems/kserve/served.ts';
import { minutes, seconds } from '../../support/waiting/duration.ts';

const exchange = (over: Partial<Exchange>): Exchange => ({
  id: 'id',
  method: 'POST',
  url: 'http://x/v1/chat/completions',
  headers: {},
  body: '',
  latency: 100,
  startedAt: 0,
  ...over,
});
const asked = (over: Partial<Exchange>): Asked => ({
  to: 'LLM service ns/x',
  request: { model: 'm', messages: [{ role: 'user', content: 'Why?' }] },
  exchange: exchange({ status: 200, ...over }),
});
const counting = (prompt: number, completion: number, latency = 100): Asked =>
  asked({
    latency,
    body: JSON.stringify({
      choices: [{ message: { content: 'Because.' } }],
      usage: { prompt_tokens: prompt, completion_tokens: completion },
    }),
  });

test('a question is unserved with 503, 504 or silence, in time', () => {
  const limit = seconds(30);
  doesNotThrow(() => mustBeUnserved(asked({ status: 504 }), limit));
  const { status: _, ...silent } = exchange({
    error: 'no answer within 30000 ms',
    latency: 30_007,
  });
  doesNotThrow(() => mustBeUnserved({ ...asked({}), exchange: silent }, limit));
  throws(() => mustBeUnserved(asked({ status: 200 }), limit), /expected 503, 504 or no answer/);
  throws(() => mustBeUnserved(asked({ status: 404 }), limit), /404/);
  throws(() => mustBeUnserved(asked({ status: 503, latency: 31_000 }), limit), /within 30 s/);
  const { status: __, ...broken } = exchange({ error: 'ECONNRESET: reset' });
  throws(() => mustBeUnserved({ ...asked({}), exchange: broken }, limit), /ECONNRESET/);
});

test('a follow-up takes in what was asked and answered before it', () => {
  doesNotThrow(() => answerMustTakeIn(counting(40, 5), counting(20, 10)));
  throws(
    () => answerMustTakeIn(counting(29, 5), counting(20, 10)),
    /at least the 20 tokens asked and 10 answered/,
  );
  throws(() => answerMustTakeIn(asked({ body: '{}' }), counting(20, 10)), /counts its tokens/);
  deepEqual(saidIn(counting(1, 1)), [
    { role: 'user', content: 'Why?' },
    { role: 'assistant', content: 'Because.' },
  ]);
});

test('the shortest answers of dialogues are compared, and the time without a cache with that with one', () => {
  const dialogue = (first: number, followUp: number) => ({
    first: counting(1, 1, first),
    followUp: counting(1, 1, followUp),
  });
  const figures = dialogueFigures([dialogue(400, 900), dialogue(500, 100)]);
  equal(figures['latency of follow-ups in percent of first answers'], 25);
  doesNotThrow(() => mustHaveTakenLonger('x', 200, 100, 2));
  throws(() => mustHaveTakenLonger('x', 199, 100, 2), /at least 2 times the 100.0 ms .* got 199.0 ms/);
  throws(() => mustHaveTakenLonger('x', Number.NaN, 100, 2), /got nothing that they told/);
});

test('no two sessions share the beginning of their texts', () => {
  const [one, other] = [textOf({ id: 'a' }, 30), textOf({ id: 'b' }, 30)];
  equal(one.split(' ').length, 32);
  equal(one.slice(0, 6) === other.slice(0, 6), false);
});

const subject: Subject = {
  word: 'LLM service',
  reference: {
    apiVersion: 'serving.kserve.io/v1alpha1',
    kind: 'LLMInferenceService',
    namespace: 'ns',
    name: 'x',
  },
  manifest: {
    apiVersion: 'serving.kserve.io/v1alpha1',
    kind: 'LLMInferenceService',
    metadata: { name: 'x' },
  },
};
const deployment = (name: string, component: string): KubernetesObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    name,
    labels: { 'app.kubernetes.io/component': component },
    ownerReferences: [{ apiVersion: '', kind: '', name: 'x', uid: 'u' }],
  },
  spec: { selector: { matchLabels: { app: name } } },
});
const pod: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'x-kserve-prefill-7659b4d994-9nx4t', labels: { role: 'prefill' } },
  spec: {
    containers: [
      {
        name: 'main',
        image: 'r.example/a/llm-d:v1@sha256:00',
        ports: [{ containerPort: 8000 }],
        env: [{ name: 'MODE', value: 'true' }],
      },
    ],
  },
};
const cluster = (deployments: KubernetesObject[]): Cluster =>
  ({
    serves: async () => true,
    get: async () => ({ ...subject.manifest, metadata: { name: 'x', uid: 'u' } }),
    list: async ({ kind }: { kind: string }) => (kind === 'Pod' ? [pod] : deployments),
    time: { scale: 1, now: async () => new Date(0) },
  }) as unknown as Cluster;

test('Deployments are told apart by component or name, whichever is right', async () => {
  const found = cluster([
    deployment('x-kserve', 'llminferenceservice-workload'),
    deployment('x-kserve-prefill', 'wrong'),
    deployment('misnamed', 'llminferenceservice-router-scheduler'),
  ]);
  const names = async (part: 'Deployment' | 'prefill Deployment' | 'scheduler Deployment') =>
    (await partsOf(found, subject, part)).map(({ metadata }) => metadata.name).join();
  equal(await names('Deployment'), 'x-kserve');
  equal(await names('prefill Deployment'), 'x-kserve-prefill');
  equal(await names('scheduler Deployment'), 'misnamed');
});

test('settings of pods are read from labels, names, ports, images and variables', async () => {
  const world = { attach: () => undefined };
  const reading = {
    cluster: cluster([deployment('x-kserve', 'llminferenceservice-workload')]),
    subject,
    words: { has: () => false, list: () => [] },
    target: { controllers: {}, gateway: {} },
  };
  const judge = (setting: string, value: string) =>
    podsMustHaveSettings(world, reading as never, [{ check: 'LA-020.1', setting, value }]);
  await judge('name before its generated parts', '{name}-kserve-prefill');
  await judge('label role', 'prefill');
  await judge('port of main', '8000');
  await judge('image name of main', 'llm-d');
  await judge('variable MODE of main', 'true');
  await rejects(judge('port of main', '8001'), /expected port of main 8001, got 8000/);
  await rejects(judge('variable NONE of main', 'true'), /got nothing/);
  await rejects(judge('colour', 'red'), /"colour" is not a setting of a pod: write one of phase/);
  equal(minutes(1).milliseconds, 60_000);
});
