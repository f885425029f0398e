import type { Cluster, KubernetesObject } from '../../../cluster/cluster.ts';
import { batchesOf, Lines } from '../../../cluster/lines.ts';
import { countAssertion } from '../../../judging/assertions.ts';
import { type Attaching, judgeRows } from '../../../judging/check-results.ts';
import { criticalLines } from '../../../logs/critical-lines.ts';
import { anyHit, saidInstead, searchLog } from '../../../logs/grep.ts';
import { UnknownWord } from '../../../spelling/unknown-word.ts';
import type { Duration } from '../../../waiting/duration.ts';
import { acceptedBy, type Reading } from '../expected.ts';
import type { PodGroup } from '../pod-groups.ts';
import { requireWorkloadPods, restartsOf } from '../pods.ts';
import { nameOf, type Subject } from '../served.ts';

/** What features call the programs of a service's pods, in which container each runs, and of which pods if not of any that is meant. */
const PROGRAMS: Record<string, { containers: readonly string[]; pods?: PodGroup }> = {
  'model server': { containers: ['main', 'kserve-container'] },
  'storage initializer': { containers: ['storage-initializer'] },
  'routing sidecar': { containers: ['llm-d-routing-sidecar'] },
  'prefill server': { containers: ['main'], pods: 'prefill pods' },
  scheduler: { containers: ['main'], pods: 'scheduler pods' },
};

/** The containers in which they run. */
export const programContainers = (): string[] =>
  Object.values(PROGRAMS).flatMap(({ containers }) => containers);

export const programs = (): string[] => Object.keys(PROGRAMS);

function programNamed(program: string) {
  const found = PROGRAMS[program];
  if (found) return found;
  throw new UnknownWord(`"${program}" is not a program of this suite: write one of ${programs().join(', ')}`);
}

/** The pods in which a program of the subject runs; throws when there is none. */
export function podsRunning(
  cluster: Cluster,
  subject: Subject,
  program: string,
): Promise<KubernetesObject[]> {
  const { pods } = programNamed(program);
  return requireWorkloadPods(cluster, pods ? { ...subject, pods } : subject);
}

interface NamedContainer {
  name: string;
}

/** The container of a program in a pod; throws with the containers that there are. */
export function containerOf(pod: KubernetesObject, program: string): string {
  const wanted = programNamed(program).containers;
  const all: NamedContainer[] = [...(pod.spec?.initContainers ?? []), ...(pod.spec?.containers ?? [])];
  const found = all.find(({ name }) => wanted.includes(name));
  if (!found)
    throw new Error(
      `pod ${pod.metadata.name} has no ${program}: its containers are ${all.map(({ name }) => name).join(', ')}`,
    );
  return found.name;
}

/** All lines of a program in one pod: of the run before, if it has restarted, then of the present one. */
export const linesOf = (cluster: Cluster, pod: KubernetesObject, program: string): AsyncIterable<string> =>
  new Lines(() => batchesOfPod(cluster, pod, program));

async function* batchesOfPod(
  cluster: Cluster,
  pod: KubernetesObject,
  program: string,
): AsyncGenerator<readonly string[]> {
  const container = containerOf(pod, program);
  const { namespace = '', name } = pod.metadata;
  if (restartsOf(pod) > 0) yield* previousLines(cluster, namespace, name, container);
  yield* batchesOf(cluster.logs(namespace, name, { container }));
}

/** A container that was never restarted has no previous log: the API says 400, and that is no finding. */
async function* previousLines(cluster: Cluster, namespace: string, pod: string, container: string) {
  try {
    yield* batchesOf(cluster.logs(namespace, pod, { container, previous: true }));
  } catch (error) {
    if ((error as { code?: number }).code !== 400) throw error;
  }
}

export interface TextRow {
  check?: string;
  text: string;
}

/** Waits, row by row, until the log of the program in some pod holds one of the accepted texts. */
export function logMustMention(
  world: Attaching,
  reading: Reading,
  program: string,
  rows: readonly TextRow[],
  limit: Duration,
): Promise<void> {
  const { cluster, subject } = reading;
  const lines = () => programLines(cluster, subject, program);
  return linesMustMention(world, reading, `log of the ${program} of ${nameOf(subject)}`, lines, rows, limit);
}

/** All lines of a program, pod after pod; throws when no pod runs it. */
export const programLines = (cluster: Cluster, subject: Subject, program: string): AsyncIterable<string> =>
  new Lines(async function* () {
    for (const pod of await podsRunning(cluster, subject, program))
      yield* batchesOfPod(cluster, pod, program);
  });

/** Waits, row by row, until one of the lines holds one of the accepted texts. `where` names the log for messages. */
export function linesMustMention(
  world: Attaching,
  reading: Reading,
  where: string,
  lines: () => AsyncIterable<string>,
  rows: readonly TextRow[],
  limit: Duration,
): Promise<void> {
  return judgeRows(world, rows, async ({ text }) => {
    const accepted = await acceptedBy(text, reading);
    await reading.cluster.waitFor(
      `${where}: expected "${accepted.join('" or "')}"`,
      async () => {
        const search = await searchLog(lines(), accepted);
        return anyHit(search, accepted)
          ? { met: true, value: search }
          : { met: false, seen: saidInstead(search) };
      },
      { limit },
    );
  });
}

/** Judges, row by row, that no pod's log of the program holds the text. An empty log of any pod is a failure: it would hold nothing in any case. */
export function logMustNotMention(
  world: Attaching,
  reading: Reading,
  program: string,
  rows: readonly TextRow[],
): Promise<void> {
  return judgeRows(world, rows, async ({ text }) => {
    const refused = await acceptedBy(text, reading);
    if (refused.length === 0)
      throw new Error(`"${text}" stands for no text here: its absence proves nothing`);
    for (const pod of await podsRunning(reading.cluster, reading.subject, program)) {
      const search = await searchLog(linesOf(reading.cluster, pod, program), refused);
      const name = `log of the ${program} of pod ${pod.metadata.name}`;
      if (search.lines === 0)
        throw new Error(`${name}: expected lines without "${refused.join('", "')}", got an empty log`);
      for (const [needle, { count, examples }] of search.hits)
        if (count > 0)
          throw new Error(`${name}: expected no "${needle}", got ${count} lines, the first: ${examples[0]}`);
    }
  });
}

/** No line of the program is at a critical level, in any pod. */
export async function logMustHaveNoCriticalLine(
  cluster: Cluster,
  subject: Subject,
  program: string,
): Promise<void> {
  for (const pod of await podsRunning(cluster, subject, program)) {
    const { read, found } = await criticalLines(linesOf(cluster, pod, program));
    countAssertion();
    const name = `log of the ${program} of pod ${pod.metadata.name}`;
    if (read === 0) throw new Error(`${name}: expected lines, got an empty log`);
    if (found.length > 0)
      throw new Error(
        `${name}: expected no line at a critical level, got ${found.map(({ number, line }) => `line ${number}: ${line}`).join('; ')}`,
      );
  }
}
