import { isDeepStrictEqual } from 'node:util';
import { ApiRefusal, type Cluster, type KubernetesObject } from '../../../cluster/cluster.ts';
import { countAssertion } from '../../../judging/assertions.ts';
import type { Target } from '../../../settings/settings.ts';
import type { ReleaseWords } from '../expected.ts';
import { applySetting } from '../manifests/manifest-settings.ts';
import type { SettingRow } from '../manifests/prepare.ts';
import { nameOf, type Subject } from '../served.ts';
import type { Attempt } from './attempts.ts';
import { saysInOrder } from './words-in-order.ts';

/** The word of the release for the names of the webhooks that validate services. */
const WEBHOOK = 'the validating webhook';
/** How the API server introduces what a webhook said (k8s.io/apiserver, ToStatusErr). */
const DENIED = /^admission webhook "([^"]+)" denied the request: /;

/** The faults that a refusal names, one by one: its causes, or its message where it has none. */
const faultsOf = ({ causes, message }: ApiRefusal): string[] =>
  causes.length > 0 ? causes.map((cause) => cause.message) : [message];

/** How often the same is asked for in all: of two pods that answer for a webhook, the one that lets it pass is missed once in 32. */
const TIMES = 5;

/** The API server refuses it each time that it is asked, as a fault of the sender, on the word of the validating webhook, and one of the faults that it names has the words of the sentence in their order. */
export async function webhookMustRefuse(
  subject: Subject,
  { refusal, again }: Attempt,
  sentence: string,
  words: ReleaseWords,
): Promise<void> {
  refusalMustSay(subject, refusal, sentence, words);
  for (let time = 2; time <= TIMES; time += 1) {
    const later = await again();
    if (!later)
      throw new Error(
        `${nameOf(subject)}: expected it to be refused each time because "${sentence}", asked for the same ${time} times it was accepted the last time`,
      );
    refusalMustSay(subject, later, sentence, words);
  }
}

function refusalMustSay(
  subject: Subject,
  refusal: ApiRefusal | undefined,
  sentence: string,
  words: ReleaseWords,
): void {
  countAssertion();
  const name = nameOf(subject);
  if (!refusal) throw new Error(`${name}: expected it to be refused because "${sentence}", it was accepted`);
  const webhook = DENIED.exec(refusal.message)?.[1];
  const validators = words.list(WEBHOOK);
  if (webhook === undefined || !validators.includes(webhook))
    throw new Error(
      `${name}: expected a refusal of webhook ${validators.join(' or ')}, got ${refusal.code} ${refusal.message}`,
    );
  if (refusal.code < 400 || refusal.code > 499)
    throw new Error(
      `${name}: expected a refusal, which is the sender's fault (4xx), got ${refusal.code} ${refusal.message}`,
    );
  if (!faultsOf(refusal).some((fault) => saysInOrder(fault, sentence)))
    throw new Error(`${name}: expected it to be refused because "${sentence}", got ${refusal.message}`);
}

/** Nothing is stored under the name of what was refused. */
export async function mustNotBeStored(cluster: Cluster, subject: Subject): Promise<void> {
  const stored = await cluster.get(subject.reference);
  countAssertion();
  if (stored)
    throw new Error(
      `${nameOf(subject)}: expected nothing under that name, got one (uid ${stored.metadata.uid})`,
    );
}

/** Nothing of a refused change is stored: the spec is what it was, and no other generation of it. */
export async function mustBeStoredAsBefore(
  cluster: Cluster,
  subject: Subject,
  before: KubernetesObject,
): Promise<void> {
  const stored = await cluster.get(subject.reference);
  countAssertion();
  if (!stored || !isDeepStrictEqual(written(stored), written(before)))
    throw new Error(
      `${nameOf(subject)}: expected the spec, labels and annotations that it had before, generation ${before.metadata.generation}, got ${stored ? `generation ${stored.metadata.generation}: ${JSON.stringify(written(stored))}` : 'nothing under that name'}`,
    );
}

/** What users write of an object, apart from its name. */
const written = ({ metadata: { labels = {}, annotations = {} }, spec }: KubernetesObject) => ({
  labels,
  annotations,
  spec,
});

/** What was refused would be accepted once these settings are changed: the API server is asked without storing anything. */
export async function mustBeAcceptableWith(
  cluster: Cluster,
  subject: Subject,
  target: Target,
  settings: readonly SettingRow[],
): Promise<void> {
  const mended = structuredClone(subject.manifest);
  for (const { setting, value } of settings) applySetting(mended, setting, value, target);
  countAssertion();
  try {
    await cluster.rehearse(mended);
  } catch (error) {
    if (!(error instanceof ApiRefusal)) throw error;
    const changes = settings.map(({ setting, value }) => `${setting} ${value}`).join(', ');
    throw new Error(
      `${nameOf(subject)}: expected it to be acceptable with ${changes}, got ${error.code} ${error.message}`,
    );
  }
}
