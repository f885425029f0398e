import type { KubernetesObject } from '../cluster/cluster.ts';
import { mismatches } from './mismatches.ts';
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

/** Reasons of conditions that only repeat that something below is not well. */
const ECHOES = new Set([
  'ContainersNotReady',
  'ContainersNotInitialized',
  'MinimumReplicasUnavailable',
  'WaitingForWorkload',
]);

/**
 * What objects say is wrong with them, the nearest to the cause first: containers that wait or failed, what only shows
 * between objects, conditions that are not true, and those that only repeat it.
 */
export function complaints(objects: readonly KubernetesObject[]): string[] {
  const unmet = objects.flatMap((object) =>
    conditionsOf(object)
      .filter(({ status, message }) => status !== 'True' && message)
      .map((condition) => ({ condition, line: `${label(object)}: ${conditionText(condition)}` })),
  );
  const { echo = [], own = [] } = Object.groupBy(unmet, ({ condition }) =>
    ECHOES.has(condition.reason ?? '') ? 'echo' : 'own',
  );
  return [
    ...objects.flatMap(containerComplaints),
    ...mismatches(objects),
    ...own.map(({ line }) => line),
    ...echo.map(({ line }) => line),
  ];
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
  `ended with ${ended.exitCode}${ended.reason ? ` (${ended.reason})` : ''}${ended.message ? `: ${lastLine(ended.message)}` : ''}`;

/** A message may be the end of a log: its last line says most. */
const lastLine = (message: string): string => message.trim().split('\n').at(-1) ?? '';

const containerComplaints = (object: KubernetesObject): string[] =>
  containersOf(object).flatMap((container) => {
    const name = `${label(object)}/${container.name}`;
    const waiting = container.state?.waiting;
    const ended = [container.state?.terminated, container.lastState?.terminated].find(
      (state) => state && state.exitCode !== 0,
    );
    const lines: string[] = [];
    if (ended) lines.push(`${name}: ${container.restartCount ?? 0} restarts, ${endText(ended)}`);
    if (waiting && !/^(ContainerCreating|PodInitializing)$/.test(waiting.reason ?? ''))
      lines.push(`${name}: waiting (${waiting.reason})${waiting.message ? `: ${waiting.message}` : ''}`);
    return lines;
  });
