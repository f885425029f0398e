import type { Cluster, KubernetesObject } from '../../cluster/cluster.ts';
import { kindOf } from './kinds.ts';
import { type Part, partOf, partsOf } from './parts.ts';
import type { PodGroup } from './pod-groups.ts';
import { nameOf, type Subject } from './served.ts';

export interface ContainerStatus {
  name: string;
  ready: boolean;
  started?: boolean;
  restartCount: number;
  state?: ContainerState;
  lastState?: ContainerState;
}

interface ContainerState {
  waiting?: { reason?: string; message?: string };
  running?: { startedAt?: string };
  terminated?: {
    reason?: string;
    exitCode: number;
    message?: string;
    startedAt?: string;
    finishedAt?: string;
  };
}

/** `a=b,c=d`, the form of a label selector. */
export const selectorOf = (labels: Record<string, string>): string =>
  Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');

/** The part that makes the pods of each group. */
const MAKERS: Record<PodGroup, Part> = {
  'workload pods': 'Deployment',
  'decode pods': 'Deployment',
  'prefill pods': 'prefill Deployment',
  'scheduler pods': 'scheduler Deployment',
  'leader pods': 'LeaderWorkerSet',
  'worker pods': 'LeaderWorkerSet',
};

/** The group of pods that is meant. */
export const groupOf = ({ pods }: Subject): PodGroup => pods ?? 'workload pods';

/** How the subject's pods, the workload's unless it says others, are found: namespace and the label selector of the part that makes them. */
export async function workloadPods(cluster: Cluster, subject: Subject) {
  if (isInGroups(subject)) return groupedPods(cluster, subject);
  const deployment = await partOf(cluster, subject, MAKERS[groupOf(subject)]);
  const labels: Record<string, string> = deployment.spec?.selector?.matchLabels ?? {};
  if (Object.keys(labels).length === 0)
    throw new Error(`Deployment ${deployment.metadata.name} of ${nameOf(subject)} selects no label`);
  return { namespace: subject.reference.namespace, selector: selectorOf(labels) };
}

/** Labels by which the operator of groups marks their pods (lws api/leaderworkerset/v1). */
export const GROUP_LABELS = {
  set: 'leaderworkerset.sigs.k8s.io/name',
  group: 'leaderworkerset.sigs.k8s.io/group-index',
  index: 'leaderworkerset.sigs.k8s.io/worker-index',
} as const;

const MEMBERS: Partial<Record<PodGroup, string>> = {
  'leader pods': `,${GROUP_LABELS.index}=0`,
  'worker pods': `,${GROUP_LABELS.index}!=0`,
};

/** True for the pods of a service with workers: they stand in groups, not in a Deployment. */
const isInGroups = ({ manifest, pods }: Subject): boolean =>
  manifest.spec?.worker !== undefined && pods !== 'scheduler pods';

async function groupedPods(cluster: Cluster, subject: Subject) {
  const sets = await partsOf(cluster, subject, 'LeaderWorkerSet');
  if (sets.length === 0) throw new Error(`${nameOf(subject)} has no LeaderWorkerSet`);
  const names = sets.map(({ metadata }) => metadata.name).join(',');
  const selector = `${GROUP_LABELS.set} in (${names})${MEMBERS[groupOf(subject)] ?? ''}`;
  return { namespace: subject.reference.namespace, selector };
}

/** Those of the subject's pods that answer requests: of a group only the leader does. */
export const answering = (subject: Subject): Subject =>
  isInGroups(subject) ? { ...subject, pods: 'leader pods' } : subject;
/** All of the workload pods, those that are ending among them. */
export const listPods = async (cluster: Cluster, subject: Subject): Promise<KubernetesObject[]> =>
  cluster.list(kindOf('pod'), await workloadPods(cluster, subject));

/** The workload pods that are not being deleted. */
export const listWorkloadPods = async (cluster: Cluster, subject: Subject): Promise<KubernetesObject[]> =>
  (await listPods(cluster, subject)).filter(isStaying);

/** The same, but no pod at all is a failure: nothing can be said of the pods of a service that has none. */
export async function requireWorkloadPods(cluster: Cluster, subject: Subject): Promise<KubernetesObject[]> {
  const pods = await listWorkloadPods(cluster, subject);
  if (pods.length === 0) throw new Error(`${nameOf(subject)} has no ${groupOf(subject)}`);
  return pods;
}

export const isStaying = (pod: KubernetesObject): boolean => pod.metadata.deletionTimestamp === undefined;

export const mainStatuses = (pod: KubernetesObject): ContainerStatus[] => pod.status?.containerStatuses ?? [];

export const allStatuses = (pod: KubernetesObject): ContainerStatus[] => [
  ...(pod.status?.initContainerStatuses ?? []),
  ...mainStatuses(pod),
];

export const restartsOf = (pod: KubernetesObject): number =>
  allStatuses(pod).reduce((sum, status) => sum + status.restartCount, 0);

export const isReady = (pod: KubernetesObject): boolean =>
  (pod.status?.conditions ?? []).some(
    (condition: { type: string; status: string }) =>
      condition.type === 'Ready' && condition.status === 'True',
  );

/** When the pod's Ready condition turned true, by the cluster's clock. */
export function readySince(pod: KubernetesObject): Date | undefined {
  const condition = (pod.status?.conditions ?? []).find((one: { type: string }) => one.type === 'Ready');
  return condition?.lastTransitionTime ? new Date(condition.lastTransitionTime) : undefined;
}

/** Every state word that a pod shows now or showed last: `CrashLoopBackOff`, `OOMKilled`, `Error`, … */
export function reasonsOf(pod: KubernetesObject): string[] {
  const states = allStatuses(pod).flatMap((status) => [status.state, status.lastState]);
  const reasons = states.flatMap((state) => [state?.waiting?.reason, state?.terminated?.reason]);
  return [pod.status?.reason, ...reasons].filter((reason): reason is string => typeof reason === 'string');
}

/** State words of a container that does not work or whose image cannot be had (k8s.io/kubernetes, pkg/kubelet/container, pkg/kubelet/images). */
const ERROR_STATES = [
  'Error',
  'OOMKilled',
  'CrashLoopBackOff',
  'ErrImagePull',
  'ImagePullBackOff',
  'InvalidImageName',
  'ErrImageNeverPull',
  'ImageInspectError',
  'CreateContainerConfigError',
  'CreateContainerError',
  'RunContainerError',
  'StartError',
  'ContainerCannotRun',
  'ContainerStatusUnknown',
  'PostStartHookError',
];

/** True when the pod shows no state, now or last, that a user would call an error. */
export const isSound = (pod: KubernetesObject): boolean =>
  pod.status?.phase !== 'Failed' && !reasonsOf(pod).some((reason) => ERROR_STATES.includes(reason));

/** A pod in a few words, for messages: `llm-x-7c9: Pending, main waiting (CrashLoopBackOff; it ended before: Error, exit code 1), 3 restarts`. */
export function podInWords(pod: KubernetesObject): string {
  const troubles = allStatuses(pod).flatMap((status) => {
    const { waiting, terminated } = status.state ?? {};
    const before = status.lastState?.terminated;
    const ended = before ? `; it ended before: ${endOf(before)}` : '';
    if (waiting) return [`${status.name} waiting (${waiting.reason ?? 'no reason'}${ended})`];
    if (terminated && terminated.exitCode !== 0) return [`${status.name} ended (${endOf(terminated)})`];
    return status.ready || terminated ? [] : [`${status.name} not ready`];
  });
  const restarts = restartsOf(pod);
  return [
    `${pod.metadata.name}: ${pod.metadata.deletionTimestamp ? 'Terminating' : (pod.status?.phase ?? 'no phase')}`,
    ...troubles,
    ...(restarts > 0 ? [`${restarts} restarts`] : []),
  ].join(', ');
}

const endOf = ({ reason, exitCode }: NonNullable<ContainerState['terminated']>): string =>
  `${reason}, exit code ${exitCode}`;

/** Pods that a message names; of more it gives the number. */
const MOST_NAMED = 12;

export function podsInWords(pods: readonly KubernetesObject[]): string {
  if (pods.length === 0) return 'no pod';
  const named = pods.slice(0, MOST_NAMED).map(podInWords).join('; ');
  const { length: others } = pods.slice(MOST_NAMED);
  return others === 0 ? named : `${named}; and ${others} more, ${pods.filter(isReady).length} ready in all`;
}
