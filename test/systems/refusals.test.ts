import { equal, rejects } from 'node:assert/strict';
import { test } from 'node:test';
import { ApiRefusal, type Cluster } from '../../support/cluster/cluster.ts';
import type { Subject } from '../../support/systems/kserve/served.ts';
import {
  mustBeStoredAsBefore,
  webhookMustRefuse,
} from '../../support/systems/kserve/service/promises-of-refusals.ts';
import { saysInOrder } from '../../support/systems/kserve/service/words-in-order.ts';

const SENTENCE = 'custom gateway cannot be used with managed route';
const FULL =
  "unsupported: custom gateway ('spec.a') cannot be used with managed route ('spec.b: {}'); either";

test('words count in their order, whatever stands between and around them', () => {
  equal(saysInOrder(FULL, SENTENCE), true);
  equal(saysInOrder('managed route cannot be used with custom gateway', SENTENCE), false);
  equal(saysInOrder('custom gateways cannot be used with managed routes', SENTENCE), false);
});

const subject: Subject = {
  word: 'LLM service',
  reference: { apiVersion: 'a/v1', kind: 'K', namespace: 'ns', name: 'x' },
  manifest: { apiVersion: 'a/v1', kind: 'K', metadata: { name: 'x' } },
};
const words = { has: () => true, list: () => ['own.webhook'] };
/** One answer after the other; the first one when there is no other. */
const judge = (refusal: ApiRefusal | undefined, ...later: (ApiRefusal | undefined)[]) => {
  const again = async () => (later.length > 0 ? later.shift() : refusal);
  return webhookMustRefuse(subject, { refusal, again }, SENTENCE, words);
};
const refuse =
  (message: string, causes: ApiRefusal['causes'] = []) =>
  () =>
    judge(new ApiRefusal(422, 'Invalid', message, causes));

test('a refusal must come from the webhook, and one fault must say why', async () => {
  const denied = 'admission webhook "own.webhook" denied the request: ';
  await refuse(denied + FULL)();
  await rejects(judge(undefined), /it was accepted/);
  await rejects(refuse(FULL), /expected a refusal of webhook own\.webhook, got 422/);
  await rejects(refuse(`admission webhook "other" denied the request: ${FULL}`), /webhook own\.webhook/);
  await rejects(refuse(`${denied}it is wrong`), /because "custom gateway/);
  // The words of two faults together are no reason.
  await rejects(
    refuse(denied + FULL, [{ message: 'custom gateway cannot be' }, { message: 'used with managed route' }]),
    /because "custom gateway/,
  );
  await rejects(
    judge(new ApiRefusal(500, 'InternalError', denied + FULL, [])),
    /the sender's fault \(4xx\), got 500/,
  );
});

test('what is refused is refused each time', async () => {
  const denied = new ApiRefusal(
    422,
    'Invalid',
    `admission webhook "own.webhook" denied the request: ${FULL}`,
    [],
  );
  const other = new ApiRefusal(422, 'Invalid', 'admission webhook "own.webhook" denied the request: no', []);
  await judge(denied);
  await rejects(judge(denied, denied, denied, undefined), /asked for the same 4 times it was accepted/);
  await rejects(judge(denied, denied, other), /because "custom gateway .*, got .*: no/);
});

test('a refused change leaves spec, labels and annotations as they were', async () => {
  const before = { ...subject.manifest, spec: { replicas: 1 } };
  const holding = (spec?: object) =>
    ({ get: async () => (spec ? { ...before, spec } : undefined) }) as unknown as Cluster;
  await mustBeStoredAsBefore(holding({ replicas: 1 }), subject, before);
  await rejects(
    mustBeStoredAsBefore(holding({ replicas: 1, parallelism: {} }), subject, before),
    /expected the spec/,
  );
  const metadata = { ...before.metadata, annotations: { refused: 'yes' } };
  const marked = { get: async () => ({ ...before, metadata }) } as unknown as Cluster;
  await rejects(mustBeStoredAsBefore(marked, subject, before), /"annotations":\{"refused":"yes"\}/);
  await rejects(mustBeStoredAsBefore(holding(), subject, before), /nothing under that name/);
});
