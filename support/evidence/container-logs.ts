import type { Cluster, KubernetesObject, PodLogOptions } from '../cluster/cluster.ts';
import { ApiRefusal } from '../cluster/cluster.ts';
import type { EvidenceFolder } from './folder.ts';

/** A log is read for at most this long (real ms). */
const READ_LIMIT = 10_000;
/** Lines of a log that are kept in memory: the last ones. */
const MOST_LINES = 20_000;

/** Ends the name of a log of the run before the last restart. */
export const PREVIOUS = ' (previous)';

/** The captured log of one container. */
export interface ContainerLog {
  /** `pod/container`, with ` (previous)` for the run before the last restart. */
  name: string;
  /** With the kubelet's timestamps in front. */
  lines: string[];
}

/** Logs of all containers of pods: init containers too, and those of the run before, where a container was restarted. */
export async function containerLogs(
  cluster: Pick<Cluster, 'logs'>,
  pods: readonly KubernetesObject[],
  folder: EvidenceFolder,
): Promise<ContainerLog[]> {
  const logs: ContainerLog[] = [];
  for (const pod of pods)
    for (const { container, previous } of runsOf(pod)) {
      const { name, namespace = '' } = pod.metadata;
      const title = `${name}/${container}${previous ? PREVIOUS : ''}`;
      const options = { container, previous, timestamps: true };
      const read = () => lastLines(cluster, namespace, name, options);
      const lines = await folder.part(`log of ${namespace}/${title}`, read);
      if (!lines?.length) continue;
      folder.write(
        `logs/${namespace}/${name}/${container}${previous ? '.previous' : ''}.log`,
        text(lines),
        'end',
      );
      logs.push({ name: title, lines });
    }
  return logs;
}

/** Lines of a shared controller that name one of the objects. */
export async function controllerLines(
  cluster: Cluster,
  controller: { namespace: string; deployment: string; container: string },
  names: readonly string[],
  since: Date,
): Promise<ContainerLog[]> {
  const { namespace, deployment, container } = controller;
  const owner = await cluster.get({ apiVersion: 'apps/v1', kind: 'Deployment', namespace, name: deployment });
  const labels: Record<string, string> = owner?.spec?.selector?.matchLabels ?? {};
  const selector = Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
  if (selector === '')
    throw new Error(`Deployment ${namespace}/${deployment} was not found or selects nothing`);
  const pods = await cluster.list({ apiVersion: 'v1', kind: 'Pod' }, { namespace, selector });
  return Promise.all(
    pods.map(async ({ metadata }) => {
      const options = { container, timestamps: true, sinceTime: since };
      const about = (line: string) => names.some((name) => line.includes(name));
      const lines = await lastLines(cluster, namespace, metadata.name, options, about);
      return { name: `${metadata.name}/${container}`, lines };
    }),
  );
}

/** Lines as one text. */
export const text = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

async function lastLines(
  cluster: Pick<Cluster, 'logs'>,
  namespace: string,
  pod: string,
  options: PodLogOptions,
  wanted: (line: string) => boolean = () => true,
): Promise<string[]> {
  const lines: string[] = [];
  const signal = AbortSignal.timeout(READ_LIMIT);
  try {
    for await (const line of cluster.logs(namespace, pod, { ...options, signal })) {
      if (wanted(line)) lines.push(line);
      if (lines.length > 2 * MOST_LINES) lines.splice(0, MOST_LINES);
    }
  } catch (error) {
    // A container that has not started yet has no log: its state tells why.
    if (!(error instanceof ApiRefusal && error.code === 400)) throw error;
  }
  if (signal.aborted) lines.push(`[the log was read for ${READ_LIMIT / 1_000} s, there is more]`);
  return lines;
}

function runsOf(pod: KubernetesObject): { container: string; previous: boolean }[] {
  const statuses: { name: string; restartCount?: number }[] = [
    ...(pod.status?.initContainerStatuses ?? []),
    ...(pod.status?.containerStatuses ?? []),
  ];
  return statuses.flatMap(({ name, restartCount = 0 }) => [
    ...(restartCount > 0 ? [{ container: name, previous: true }] : []),
    { container: name, previous: false },
  ]);
}
