import { deepEqual, equal, rejects, throws } from 'node:assert/strict';
import { test } from 'node:test';
import type { Cluster, KubernetesObject } from '../../support/cluster/cluster.ts';
import type { Exchange } from '../../support/inference/client.ts';
import type { Reading } from '../../support/systems/kserve/expected.ts';
import { logMustNotMention } from '../../support/systems/kserve/logs/service-logs.ts';
import { podsMustHaveContainers } from '../../support/systems/kserve/pods/promises-of-pods.ts';
import { podsInAllMustBe } from '../../support/systems/kserve/pods/scaling.ts';
import { isSound } from '../../support/systems/kserve/pods.ts';
import { answerMustArriveWithin } from '../../support/systems/kserve/requests/requests.ts';
import type { Subject } from '../../support/systems/kserve/served.ts';
import type { Sighting } from '../../support/waiting/sighting.ts';

const subject: Subject = {
  word: 'LLM service',
  reference: { apiVersion: 'a/v1', kind: 'K', namespace: 'ns', name: 'x' },
  manifest: { apiVersion: 'a/v1', kind: 'K', metadata: { name: 'x' } },
};

const own = { metadata: { namespace: 'ns', name: 'x', uid: 'u', ownerReferences: [{ uid: 'u' }] } };

/** A service with pods of these states and logs; its waits look once. */
function clusterOf(pods: readonly object[], logs: Readonly<Record<string, readonly string[]>> = {}): Cluster {
  const deployment = { ...own, spec: { selector: { matchLabels: { app: 'x' } } } };
  const list = async ({ kind }: { kind: string }) =>
    kind === 'Pod' ? pods : kind === 'Deployment' ? [deployment] : [];
  return {
    get: async () => own,
    serves: async () => true,
    list,
    async *logs(_namespace: string, pod: string) {
      yield* logs[pod] ?? [];
    },
    waitForList: async (
      sentence: string,
      kind: { kind: string },
      _selection: object,
      look: (pods: readonly object[]) => Sighting<unknown>,
    ) => {
      const sighting = look(await list(kind));
      if (!sighting.met) throw new Error(`${sentence}: ${sighting.seen}`);
      return sighting.value;
    },
  } as unknown as Cluster;
}

test('a refusal is no answer, however quickly it comes', () => {
  const request = { model: 'x', messages: [] };
  const exchange = { id: 'i', method: 'POST', url: 'u', headers: {}, body: '', latency: 5, startedAt: 0 };
  const limit = { milliseconds: 10, text: '10 ms' };
  const asked = (rest: Partial<Exchange>) => ({ to: 'x', request, exchange: { ...exchange, ...rest } });
  answerMustArriveWithin(asked({ status: 200 }), limit);
  throws(() => answerMustArriveWithin(asked({ status: 503 }), limit), /got POST u: 503/);
  throws(() => answerMustArriveWithin(asked({ status: 200, latency: 11 }), limit), /within 10 ms/);
  throws(() => answerMustArriveWithin(asked({ error: 'ECONNRESET' }), limit), /ECONNRESET/);
});

test('a pod that waits or is ending is still left', async () => {
  const none = { least: 0, most: 0 };
  const limit = { milliseconds: 1, text: '1 ms' };
  await podsInAllMustBe(clusterOf([]), subject, none, limit);
  for (const left of [{ deletionTimestamp: '2026-11-26T10:00:00Z' }, {}])
    await rejects(
      podsInAllMustBe(
        clusterOf([{ metadata: { name: 'p', ...left }, status: { phase: 'Pending' } }]),
        subject,
        none,
        limit,
      ),
      /expected no workload pods in all: 1: p: /,
    );
});

test('a container that cannot be created or started is in an error state, one that begins is not', () => {
  const waiting = (reason: string) =>
    ({
      status: { containerStatuses: [{ name: 'main', restartCount: 0, state: { waiting: { reason } } }] },
    }) as unknown as KubernetesObject;
  const sound = ['ContainerCreating', 'PodInitializing', 'RunContainerError', 'CreateContainerError']
    .concat('InvalidImageName')
    .filter((reason) => isSound(waiting(reason)));
  deepEqual(sound, ['ContainerCreating', 'PodInitializing']);
});

test('of several logs each must have lines: an empty one would hold nothing in any case', async () => {
  const pod = (name: string) => ({
    metadata: { namespace: 'ns', name },
    spec: { containers: [{ name: 'main' }] },
    status: {},
  });
  const attached: unknown[] = [];
  const world = { attach: (content: unknown) => void attached.push(content) };
  const words = { has: () => false };
  const target = { controllers: {}, images: {}, models: {} };
  const judged = (logs: Readonly<Record<string, readonly string[]>>) => {
    const cluster = clusterOf([pod('a'), pod('b')], logs);
    return logMustNotMention(
      world as never,
      { cluster, subject, words, target } as unknown as Reading,
      'model server',
      [{ check: 'EC-LA-002.4', text: 'trouble' }],
    );
  };
  await judged({ a: ['fine'], b: ['fine'] });
  await rejects(judged({ a: ['fine'], b: [] }), /log of the model server of pod b: .*got an empty log/);
  await rejects(judged({ a: ['fine'], b: ['trouble'] }), /of pod b: expected no "trouble", got 1 lines/);
  equal(attached.length, 3);
});

test('none of several containers may be there where they must be absent', async () => {
  const world = { attach: () => undefined };
  const pod = { ...own, status: { phase: 'Running' }, spec: { containers: [{ name: 'modelcar' }] } };
  const words = { has: (word: string) => word === 'the two', list: () => ['main, modelcar'] };
  const reading = { cluster: clusterOf([pod]), subject, words, target: { controllers: {} } };
  const absent = (container: string): Promise<void> =>
    podsMustHaveContainers(world, reading as unknown as Reading, [{ container, place: 'absent' }]);
  await absent('llm-d-routing-sidecar');
  await rejects(absent('the two'), /expected container main, modelcar absent, got init none; main modelcar/);
  await rejects(absent('the tow'), /the release has no word "the tow"/);
});
