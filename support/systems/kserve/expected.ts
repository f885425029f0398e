import type { Cluster } from '../../cluster/cluster.ts';
import { gatewayHosts } from './gateways.ts';
import { partOf } from './parts.ts';
import type { Subject } from './served.ts';

/** The words of a release: each stands for the texts that this release accepts. */
export interface ReleaseWords {
  has(word: string): boolean;
  list(word: string): readonly string[];
}

/** What a cell of a table is read against. */
export interface Reading {
  cluster: Cluster;
  subject: Subject;
  words: ReleaseWords;
}

/** Parts of a service that a cell may name, in the form in which a route refers to them. */
const PART_WORDS = {
  'the workload Service': { part: 'Service', kind: 'Service' },
  'the inference pool': { part: 'inference pool', kind: 'InferencePool' },
} as const;

/** Every text that a cell accepts: a word of the release, a part of the service, or a literal with `{name}`, `{namespace}`, `{model URI}` and `{gateway}` filled in. */
export async function acceptedBy(cell: string, reading: Reading): Promise<string[]> {
  if (cell in PART_WORDS) {
    const { part, kind } = PART_WORDS[cell as keyof typeof PART_WORDS];
    return [`${kind} ${(await partOf(reading.cluster, reading.subject, part)).metadata.name}`];
  }
  if (reading.words.has(cell)) return [...reading.words.list(cell)];
  if (cell.startsWith('the ')) throw new Error(`the release has no word "${cell}"`);
  const text = filled(cell, reading.subject);
  if (!text.includes('{gateway}')) return [text];
  const hosts = await gatewayHosts(reading.cluster, reading.subject);
  return hosts.map((host) => text.replaceAll('{gateway}', host));
}

/** A text with `{name}`, `{namespace}` and `{model URI}` of the service filled in. */
export function filled(text: string, { reference, manifest }: Subject): string {
  const uri: string = manifest.spec?.model?.uri ?? manifest.spec?.predictor?.model?.storageUri ?? '';
  return text
    .replaceAll('{name}', reference.name)
    .replaceAll('{namespace}', reference.namespace)
    .replaceAll('{model URI}', uri);
}
