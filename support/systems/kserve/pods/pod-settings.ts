import type { KubernetesObject } from '../../../cluster/cluster.ts';
import { type Attaching, judgeRows } from '../../../judging/check-results.ts';
import { UnknownWord } from '../../../spelling/unknown-word.ts';
import { acceptedBy, type Reading } from '../expected.ts';
import { requireWorkloadPods } from '../pods.ts';
import type { SettingCheck } from '../service/promises-of-parts.ts';

interface PodContainer {
  name: string;
  image: string;
  ports?: { containerPort: number }[];
  env?: { name: string; value?: string }[];
}

/** What a pod's name ends in when a Deployment made it: the hash of its template and five characters. */
const GENERATED = /-[a-z0-9]{1,10}-[a-z0-9]{5}$/;

/** The container of that name, among the init containers too; undefined when the pod has none. */
const containerNamed = (pod: KubernetesObject, name: string): PodContainer | undefined =>
  [...(pod.spec?.initContainers ?? []), ...(pod.spec?.containers ?? [])].find((one) => one.name === name);

/** The last part of an image's path, without tag and digest: `llm-d-inference-scheduler` of `ghcr.io/llm-d/llm-d-inference-scheduler:v0.2.0`. */
export const imageName = (image: string): string | undefined =>
  image.split('@')[0]?.split('/').at(-1)?.split(':')[0];

/** What a table about pods may name, and how it is read; each gives all values that the pod has for it. */
const READERS: readonly [form: string, RegExp, (pod: KubernetesObject, ...words: string[]) => unknown[]][] = [
  ['phase', /^phase$/, (pod) => [pod.status?.phase]],
  [
    'name before its generated parts',
    /^name before its generated parts$/,
    ({ metadata }) => [GENERATED.test(metadata.name) ? metadata.name.replace(GENERATED, '') : undefined],
  ],
  ['label <key>', /^label (\S+)$/, (pod, key = '') => [pod.metadata.labels?.[key]]],
  [
    'port of <container>',
    /^port of (\S+)$/,
    (pod, name = '') => (containerNamed(pod, name)?.ports ?? []).map(({ containerPort }) => containerPort),
  ],
  [
    'image name of <container>',
    /^image name of (\S+)$/,
    (pod, name = '') => [imageName(containerNamed(pod, name)?.image ?? '')],
  ],
  [
    'variable <name> of <container>',
    /^variable (\S+) of (\S+)$/,
    (pod, variable, name = '') =>
      (containerNamed(pod, name)?.env ?? []).filter((one) => one.name === variable).map(({ value }) => value),
  ],
];

/** The settings that a table about pods may name. */
export const podSettings = (): string[] => READERS.map(([form]) => form);

function valuesOf(pod: KubernetesObject, setting: string): string[] {
  for (const [, form, read] of READERS) {
    const match = form.exec(setting);
    if (match)
      return read(pod, ...match.slice(1)).flatMap((value) => (value === undefined ? [] : [String(value)]));
  }
  throw new UnknownWord(`"${setting}" is not a setting of a pod: write one of ${podSettings().join(', ')}`);
}

/** Judges, row by row, that every pod of the group has the setting; of several ports one must be the promised one. */
export async function podsMustHaveSettings(
  world: Attaching,
  reading: Reading,
  rows: readonly SettingCheck[],
): Promise<void> {
  const pods = await requireWorkloadPods(reading.cluster, reading.subject);
  await judgeRows(world, rows, async ({ setting, value }) => {
    const accepted = await acceptedBy(value, reading);
    for (const pod of pods) {
      const values = valuesOf(pod, setting);
      if (!values.some((one) => accepted.includes(one)))
        throw new Error(
          `pod ${pod.metadata.name}: expected ${setting} ${accepted.join(' or ')}, got ${values.join(', ') || 'nothing'}`,
        );
    }
  });
}
