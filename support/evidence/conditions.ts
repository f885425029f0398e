import type { KubernetesObject } from '../cluster/cluster.ts';
import type { Moment } from './moment.ts';

interface Condition {
  type: string;
  status: string;
  reason?: string;
  message?: string;
  lastTransitionTime?: string;
}

interface ContainerStatus {
  name: string;
  restartCount?: number;
  state?: Record<string, ContainerState | undefined>;
  lastState?: Record<string, ContainerState | undefined>;
}

interface ContainerState {
  reason?: string;
  message?: string;
  exitCode?: number;
  startedAt?: string;
  finishedAt?: string;
}

/** When objects appeared, were asked to go, and changed a condition; when containers started and ended. */
export const objectMoments = (objects: readonly KubernetesObject[]): Moment[] =>
  objects.flatMap((object) => [...lifeOf(object), ...conditionMoments(object), ...containerMoments(object)]);

/** What objects say is wrong with them: conditions that are not true, containers that wait or failed. */
export function complaints(objects: readonly KubernetesObject[]): string[] {
  const conditions = objects.flatMap((object) =>
    conditionsOf(object)
      .filter(({ status, message }) => status !== 'True' && message)
      .map((condition) => `${label(object)}: ${conditionText(condition)}`),
  );
  return [...conditions, ...objects.flatMap(containerComplaints)];
}

const label = (object: KubernetesObject): string => `${object.kind}/${object.metadata.name}`;

const conditionsOf = (object: KubernetesObject): Condition[] =>
  Array.isArray(object.status?.conditions) ? object.status.conditions : [];

const conditionText = ({ type, status, reason, message }: Condition): string =>
  `${type}=${status}${reason ? ` ${reason}` : ''}${message ? `: ${message.replace(/\s+/g, ' ')}` : ''}`;

function lifeOf(object: KubernetesObject): Moment[] {
  const { creationTimestamp, deletionTimestamp } = object.metadata;
  const source = label(object);
  return [
    ...(creationTimestamp ? [{ at: creationTimestamp, source, text: 'created' }] : []),
    ...(deletionTimestamp ? [{ at: deletionTimestamp, source, text: 'to be gone by now' }] : []),
  ];
}

const conditionMoments = (object: KubernetesObject): Moment[] =>
  conditionsOf(object).flatMap((condition) =>
    condition.lastTransitionTime
      ? [{ at: condition.lastTransitionTime, source: label(object), text: conditionText(condition) }]
      : [],
  );

function containersOf(object: KubernetesObject): ContainerStatus[] {
  if (object.kind !== 'Pod') return [];
  return [...(object.status?.initContainerStatuses ?? []), ...(object.status?.containerStatuses ?? [])];
}

const containerMoments = (object: KubernetesObject): Moment[] =>
  containersOf(object).flatMap((container) =>
    [container.lastState, container.state].flatMap((state) => {
      const source = `${label(object)}/${container.name}`;
      const running = state?.running;
      const ended = state?.terminated;
      const started = running?.startedAt ?? ended?.startedAt;
      return [
        ...(started ? [{ at: started, source, text: 'started' }] : []),
        ...(ended?.finishedAt ? [{ at: ended.finishedAt, source, text: endText(ended) }] : []),
      ];
    }),
  );

const endText = (ended: ContainerState): string =>
  `ended with ${ended.exitCode}${ended.reason ? ` (${ended.reason})` : ''}${ended.message ? `: ${ended.message.trim()}` : ''}`;

const containerComplaints = (object: KubernetesObject): string[] =>
  containersOf(object).flatMap((container) => {
    const name = `${label(object)}/${container.name}`;
    const waiting = container.state?.waiting;
    const ended = [container.state?.terminated, container.lastState?.terminated].find(
      (state) => state && state.exitCode !== 0,
    );
    const lines: string[] = [];
    if (waiting && !/^(ContainerCreating|PodInitializing)$/.test(waiting.reason ?? ''))
      lines.push(`${name}: waiting (${waiting.reason})${waiting.message ? `: ${waiting.message}` : ''}`);
    if (ended) lines.push(`${name}: ${endText(ended)}, ${container.restartCount ?? 0} restarts`);
    return lines;
  });
