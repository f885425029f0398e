import type { KubernetesObject } from '../support/cluster/cluster.ts';
import type { WatchedGpu } from '../support/gpu/watch.ts';
import { slot } from '../support/memory.ts';
import type { Used } from '../support/systems/kserve/figures/resource-use.ts';
import type { Loss } from '../support/systems/kserve/groups/group-loss.ts';
import type { Change } from '../support/systems/kserve/pods/changes.ts';
import type { Dialogue } from '../support/systems/kserve/requests/dialogues.ts';
import type { Work } from '../support/systems/kserve/requests/hand-over.ts';
import type { LongAnswers } from '../support/systems/kserve/requests/long-answers.ts';
import type { Batch } from '../support/systems/kserve/requests/promises-of-traffic.ts';
import type { Asked } from '../support/systems/kserve/requests/requests.ts';
import type { Session } from '../support/systems/kserve/requests/sessions.ts';
import type { Subject } from '../support/systems/kserve/served.ts';
import type { Attempt } from '../support/systems/kserve/service/attempts.ts';
import type { Deleted } from '../support/systems/kserve/service/deletion.ts';
import type { Flow } from '../support/traffic/flow.ts';

/** What "it" means: the object that the scenario created or named last. */
export const it = slot<Subject>('it', 'When I create …, or Given … is serving …');

/** What the API server answered when a step tried to create or change something, and how to try the same again. */
export const attempt = slot<Attempt>('the attempt', 'When I try to create …');

/** What an object was before a step tried to change it. */
export const unchanged = slot<KubernetesObject>('what it was before', 'When I try to change …');

/** The last question and its answer. */
export const answer = slot<Asked>('the answer', 'When I ask it …');

/** A batch of requests, and what each pod had served before it. */
export const batch = slot<Batch>('the requests', 'When I send it … requests …');

/** The user's session that the scenario has begun. */
export const session = slot<Session>(
  'the session',
  'Given a session in which … was answered, or When I ask … in a new session',
);

/** Requests that keep flowing during the scenario. */
export const flow = slot<Flow>('the flowing requests', 'Given requests have been flowing …');

/** Long answers that are on their way. */
export const longAnswers = slot<LongAnswers>(
  'the long answers',
  'Given … long answers at a time are on their way …',
);

/** What the service was like when the change happened. */
export const change = slot<Change>(
  'the change',
  'When … of its workload pods is deleted, or When I scale it …',
);

/** When a reconcile was asked for, by the cluster's time. */
export const reconcile = slot<Date>('the request for a reconcile', 'When I annotate it to force a reconcile');

/** What was seen of the service's GPUs. */
export const gpus = slot<readonly WatchedGpu[]>('the GPUs', 'When its GPUs are watched …');

/** What the service's pods used. */
export const used = slot<Used>('what its pods used', 'When its CPU and memory are measured …');

/** A group that lost a member. */
export const loss = slot<Loss>('the loss', 'When its … is lost');

/** What the servers of a service with prefill pods had done before the last question. */
export const work = slot<Work>('what its servers had done before', 'When I ask it … in …');

/** The question and answer before the last ones. */
export const earlier = slot<Asked>('the earlier answer', 'When I go on with … in the same session');

/** Questions with their follow-ups. */
export const dialogues = slot<readonly Dialogue[]>(
  'the dialogues',
  'When I ask it … questions about a text of … words, each …',
);

/** How long a decode pod worked on a prompt of the session while its cache was there, ms by its own counters. */
export const withCache = slot<number>(
  'the time with the cache',
  'Given follow-ups in the session have been …',
);

/** Pods of the service before something happened. */
export const podsBefore = slot<readonly KubernetesObject[]>(
  'the pods of before',
  'Given a question in a new session has failed',
);

/** What was deleted. */
export const deletion = slot<Deleted>('the deletion', 'When I delete …');
