import type { Cluster, KubernetesObject } from '../../../cluster/cluster.ts';
import { type Attaching, judgeRows } from '../../../judging/check-results.ts';
import { UnknownWord } from '../../../spelling/unknown-word.ts';
import { acceptedBy, type Reading } from '../expected.ts';
import { containerOf } from '../logs/service-logs.ts';
import { valuesOf } from '../part-settings.ts';
import { partsOf } from '../parts.ts';
import type { PodGroup } from '../pod-groups.ts';
import { GROUP_LABELS, requireWorkloadPods } from '../pods.ts';
import { nameOf, type Subject } from '../served.ts';
import type { SettingCheck } from '../service/promises-of-parts.ts';

/** A pod's number in its group; the leader's is 0. */
export const indexOf = (pod: KubernetesObject): string =>
  pod.metadata.labels?.[GROUP_LABELS.index] ?? '(no index)';

/** Judges, row by row, that pods of a service are named as the row says, each name used once and none missing. */
export function podsMustBeNamed(
  world: Attaching,
  reading: Reading,
  rows: readonly { check?: string; pods: PodGroup; names: string }[],
): Promise<void> {
  return judgeRows(world, rows, async ({ pods, names }) => {
    const wanted = await acceptedBy(names, reading);
    const found = await requireWorkloadPods(reading.cluster, { ...reading.subject, pods });
    const got = found.map(({ metadata }) => metadata.name);
    if (got.toSorted().join() !== wanted.toSorted().join())
      throw new Error(
        `${nameOf(reading.subject)}: expected its ${pods} to be ${wanted.join(', ')}, got ${got.join(', ')}`,
      );
  });
}

/** Judges each row against every LeaderWorkerSet of the service. */
export async function everySetMustHave(
  world: Attaching,
  reading: Reading,
  count: number,
  rows: readonly SettingCheck[],
): Promise<void> {
  const sets = await partsOf(reading.cluster, reading.subject, 'LeaderWorkerSet');
  await judgeRows(world, rows, async ({ setting, value }) => {
    const accepted = await acceptedBy(value, reading);
    const values = sets.map((set) => valuesOf(set, setting).join() || 'nothing');
    // Names are told one by one, everything else is the same in each.
    const wanted = accepted.length === count ? accepted : sets.map(() => accepted.join(' or '));
    if (sets.length !== count || values.toSorted().join('; ') !== wanted.toSorted().join('; '))
      throw new Error(
        `${nameOf(reading.subject)}: expected ${count} LeaderWorkerSets with ${setting} ${accepted.join(', ')}, got ${sets.length} with ${values.join(', ') || 'nothing'}`,
      );
  });
}

/** What a `value` cell may ask of a variable besides a literal, seen from the pod that has it. */
const VALUES: Record<string, (value: string, pod: KubernetesObject, group: Group) => boolean> = {
  'its index in the group': (value, pod) => value === indexOf(pod),
  'the address of its leader': (value, _pod, { leader }) => isAddressOf(value, leader),
  'the addresses of its workers': (value, _pod, { workers }) => {
    const addresses = value.split(',');
    return (
      addresses.length === workers.length &&
      workers.every((worker) => addresses.some((address) => isAddressOf(address, worker)))
    );
  },
};

interface Group {
  leader: KubernetesObject;
  workers: readonly KubernetesObject[];
}

/** An IP address, or a DNS name that begins with the pod's host name; a port may follow. */
const isAddressOf = (address: string, pod: KubernetesObject): boolean => {
  const host = address.trim().replace(/:\d+$/, '');
  return host === pod.status?.podIP || host.split('.')[0] === pod.metadata.name;
};

const setOf = (pod: KubernetesObject): string =>
  `${pod.metadata.labels?.[GROUP_LABELS.set]} ${pod.metadata.labels?.[GROUP_LABELS.group]}`;

/** The groups of a service, each with its leader and its workers. */
export async function groupsOf(cluster: Cluster, subject: Subject): Promise<Group[]> {
  const pods = await requireWorkloadPods(cluster, { ...subject, pods: 'workload pods' });
  return [...Map.groupBy(pods, setOf).values()].map((members) => {
    const leader = members.find((pod) => indexOf(pod) === '0');
    if (!leader)
      throw new Error(
        `${nameOf(subject)}: expected a leader among ${members.map(({ metadata }) => metadata.name).join(', ')}, got none`,
      );
    return { leader, workers: members.filter((pod) => pod !== leader) };
  });
}

/** The members of a group that a sentence may be about. */
const MEMBERS: Partial<Record<PodGroup, (group: Group) => readonly KubernetesObject[]>> = {
  'workload pods': ({ leader, workers }) => [leader, ...workers],
  'leader pods': ({ leader }) => [leader],
  'worker pods': ({ workers }) => workers,
};

/** Judges, row by row, what the model server of every pod sees of a variable, in its running container. A group without such pods is a failure: it would hold in any case. */
export async function podsMustSeeVariables(
  world: Attaching,
  reading: Reading,
  pods: PodGroup,
  rows: readonly { check?: string; variable: string; value: string }[],
): Promise<void> {
  const { cluster, subject } = reading;
  const membersOf = MEMBERS[pods];
  if (!membersOf)
    throw new UnknownWord(`a group has no ${pods}: write one of ${Object.keys(MEMBERS).join(', ')}`);
  const groups = await groupsOf(cluster, subject);
  const without = groups.find((group) => membersOf(group).length === 0);
  if (without)
    throw new Error(`${nameOf(subject)}: expected ${pods} beside ${without.leader.metadata.name}, got none`);
  const seen = await Promise.all(
    groups.flatMap((group) =>
      membersOf(group).map(async (pod) => ({ pod, group, variables: await variablesIn(cluster, pod) })),
    ),
  );
  await judgeRows(world, rows, async ({ variable, value }) => {
    const names = await acceptedBy(variable, reading);
    for (const { pod, group, variables } of seen) {
      const found = names.map((name) => variables.get(name)).find((one) => one !== undefined);
      const holds = VALUES[value] ?? ((got: string) => got === value);
      if (found === undefined || !holds(found, pod, group))
        throw new Error(
          `pod ${pod.metadata.name}: expected ${names.join(' or ')} to be ${value}, got ${found ?? 'no such variable'}`,
        );
    }
  });
}

async function variablesIn(cluster: Cluster, pod: KubernetesObject): Promise<Map<string, string>> {
  const { namespace = '', name } = pod.metadata;
  const { exitCode, stdout, stderr } = await cluster.exec(namespace, name, containerOf(pod, 'model server'), [
    'env',
  ]);
  if (exitCode !== 0) throw new Error(`env in pod ${namespace}/${name}: exit code ${exitCode}: ${stderr}`);
  return new Map(
    stdout.split('\n').map((line) => {
      const at = line.indexOf('=');
      return [line.slice(0, at), line.slice(at + 1)] as const;
    }),
  );
}
