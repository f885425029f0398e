import type { Cluster } from '../../cluster/cluster.ts';
import type { Target } from '../../settings/settings.ts';
import { UnknownWord } from '../../spelling/unknown-word.ts';
import { gatewayHosts } from './gateways.ts';
import { partOf } from './parts.ts';
import type { Subject } from './served.ts';
import { meaningOf } from './target-words.ts';

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
  target: Target;
}

/** Parts of a service that a cell may name, in the form in which a route refers to them. */
const PART_WORDS = {
  'the workload Service': { part: 'Service', kind: 'Service' },
  'the inference pool': { part: 'inference pool', kind: 'InferencePool' },
} as const;

/** `{image model-server}`: what the target has for an image that manifests name by a word. */
const IMAGE = /\{image ([a-z0-9.-]+)\}/g;

/** Every text that a cell accepts: a word of the release or a literal with `{name}`, `{namespace}`, `{model URI}`, `{runtime}`, `{image <word>}`, `{system namespace}` and `{gateway}` filled in, or a part of the service. */
export async function acceptedBy(cell: string, reading: Reading): Promise<string[]> {
  if (cell in PART_WORDS) {
    const { part, kind } = PART_WORDS[cell as keyof typeof PART_WORDS];
    return [`${kind} ${(await partOf(reading.cluster, reading.subject, part)).metadata.name}`];
  }
  if (reading.words.has(cell)) return filledIn([...reading.words.list(cell)], reading);
  return filledIn([literal(cell)], reading);
}

/** True for a text that stands for a word of the release: it begins with an article. */
export const isWordLike = (text: string): boolean => /^(?:the|an?) /.test(text);

/** A text that stands for itself; throws for one that is meant as a word of the release, which has none such. */
function literal(text: string): string {
  if (isWordLike(text))
    throw new UnknownWord(`the release has no word "${text}"; docs/glossary.md lists its words`);
  return text;
}

async function filledIn(texts: readonly string[], reading: Reading): Promise<string[]> {
  const all = texts.map((text) => filled(text, reading));
  if (!all.some((text) => text.includes('{gateway}'))) return all;
  const hosts = await gatewayHosts(reading.cluster, reading.subject);
  return all.flatMap((text) => hosts.map((host) => text.replaceAll('{gateway}', host)));
}

/** Every text that stands for a word of the release, filled in; any other text stands for itself. */
export const spoken = (text: string, reading: Reading): string[] =>
  (reading.words.has(text) ? reading.words.list(text) : [literal(text)]).map((one) => filled(one, reading));

/** A text with everything but `{gateway}` filled in. */
export function filled(text: string, { subject: { reference, manifest, word }, target }: Reading): string {
  const uri: string = manifest.spec?.model?.uri ?? manifest.spec?.predictor?.model?.storageUri ?? '';
  return text
    .replaceAll('{name}', reference.name)
    .replaceAll('{namespace}', reference.namespace)
    .replaceAll('{model URI}', uri)
    .replaceAll('{runtime}', manifest.spec?.predictor?.model?.runtime ?? '')
    .replaceAll('{system namespace}', target.controllers[word]?.namespace ?? '')
    .replaceAll(IMAGE, (_, image: string) => meaningOf(image, 'images', target));
}
