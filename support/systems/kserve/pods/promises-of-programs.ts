import type { Cluster, KubernetesObject } from '../../../cluster/cluster.ts';
import { countAssertion } from '../../../judging/assertions.ts';
import { type Attaching, judgeRows } from '../../../judging/check-results.ts';
import { minutes } from '../../../waiting/duration.ts';
import { acceptedBy, type Reading } from '../expected.ts';
import { kindOf } from '../kinds.ts';
import { containerOf, podsRunning } from '../logs/service-logs.ts';
import { nameOf, type Subject } from '../served.ts';
import { imageName } from './pod-settings.ts';

interface ContainerSpec {
  name: string;
  image?: string;
  args?: string[];
  resources?: { requests?: Record<string, string> };
  env?: { name: string; value?: string; valueFrom?: { secretKeyRef?: { name: string; key: string } } }[];
}

function specOf(pod: KubernetesObject, program: string): ContainerSpec {
  const name = containerOf(pod, program);
  const all: ContainerSpec[] = [...(pod.spec?.initContainers ?? []), ...(pod.spec?.containers ?? [])];
  return all.find((container) => container.name === name) ?? { name };
}

/** Pods may be replaced at this moment: a rolling update ends with the arguments of the newest template. */
const TO_BE_REPLACED = minutes(5);

interface ArgumentsRow {
  check?: string;
  arguments: string;
}

/** Waits, row by row, until the program's arguments are those of the cell (`a and b`), in this order, in every pod of the program. */
export const programMustGetArguments = (
  world: Attaching,
  reading: Reading,
  program: string,
  rows: readonly ArgumentsRow[],
): Promise<void> => judgeRows(world, rows, (row) => argumentsMustBe(reading, program, row));

/** The same of every LLM service in the namespace of the subject. */
export async function programOfAllMustGetArguments(
  world: Attaching,
  reading: Reading,
  program: string,
  rows: readonly ArgumentsRow[],
): Promise<void> {
  const { word, reference } = reading.subject;
  const services = await reading.cluster.list(kindOf('LLM service'), { namespace: reference.namespace });
  const subjects = services.map(
    (manifest): Subject => ({
      ...{ word, manifest },
      reference: { ...reference, name: manifest.metadata.name },
    }),
  );
  await judgeRows(world, rows, async (row) => {
    if (subjects.length < 2)
      throw new Error(`namespace ${reference.namespace}: expected several LLM services`);
    for (const subject of subjects) await argumentsMustBe({ ...reading, subject }, program, row);
  });
}

async function argumentsMustBe(reading: Reading, program: string, row: ArgumentsRow): Promise<void> {
  const cells = row.arguments.split(' and ');
  const wanted = (await Promise.all(cells.map((cell) => acceptedBy(cell, reading)))).map((one) => one.join());
  await reading.cluster.waitFor(
    `${program} of ${nameOf(reading.subject)}: expected arguments ${wanted.join(' ')} in every pod`,
    async () => {
      const pods = await podsRunning(reading.cluster, reading.subject, program);
      const other = pods.find((pod) => argumentsOf(pod, program).join('\n') !== wanted.join('\n'));
      return other
        ? {
            met: false,
            seen: `pod ${other.metadata.name}: ${argumentsOf(other, program).join(' ') || 'none'}`,
          }
        : { met: true, value: wanted };
    },
    { limit: TO_BE_REPLACED },
  );
}

const argumentsOf = (pod: KubernetesObject, program: string): readonly string[] =>
  specOf(pod, program).args ?? [];

/** Judges, row by row, that the variable comes from a key of the Secret, never as a literal, in every pod of the program. */
export async function programMustGetVariables(
  world: Attaching,
  cluster: Cluster,
  subject: Subject,
  program: string,
  rows: readonly { check?: string; variable: string; source: string }[],
): Promise<void> {
  const pods = await podsRunning(cluster, subject, program);
  await judgeRows(world, rows, ({ variable, source }) => {
    for (const pod of pods) {
      const name = `${program} of pod ${pod.metadata.name}`;
      const found = specOf(pod, program).env?.find((entry) => entry.name === variable);
      if (!found) throw new Error(`${name}: expected the variable ${variable}, got none of that name`);
      const secret = found.valueFrom?.secretKeyRef?.name;
      if (found.value !== undefined || secret !== source)
        throw new Error(
          `${name}: expected ${variable} from Secret ${source}, got ${secret ? `Secret ${secret}` : 'a literal value'}`,
        );
    }
  });
}

/** Judges, row by row, how much of a resource the program asks for, in every pod of the program. */
export async function programMustAskFor(
  world: Attaching,
  { cluster, subject }: Reading,
  program: string,
  rows: readonly { check?: string; resource: string; request: string }[],
): Promise<void> {
  const pods = await podsRunning(cluster, subject, program);
  await judgeRows(world, rows, ({ resource, request }) => {
    for (const pod of pods) {
      const given = specOf(pod, program).resources?.requests?.[resource];
      if (given !== request)
        throw new Error(
          `${program} of pod ${pod.metadata.name}: expected a request of ${request} ${resource}, got ${given ?? 'none'}`,
        );
    }
  });
}

/** In every pod of the program its container runs an image of this name, whatever the registry and the version. */
export async function programMustRunImage(reading: Reading, program: string, image: string): Promise<void> {
  const accepted = await acceptedBy(image, reading);
  const pods = await podsRunning(reading.cluster, reading.subject, program);
  countAssertion();
  for (const pod of pods) {
    const found = specOf(pod, program).image ?? 'no image';
    if (!accepted.includes(imageName(found) ?? ''))
      throw new Error(
        `${program} of pod ${pod.metadata.name}: expected an image ${accepted.join(' or ')}, got ${found}`,
      );
  }
}
