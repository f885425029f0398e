import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LineCounter, parseAllDocuments } from 'yaml';
import type { KubernetesObject } from '../cluster/cluster.ts';
import { offer } from '../spelling/nearest.ts';
import { UnknownWord } from '../spelling/unknown-word.ts';
import { requireHeldManifest } from './manifest-digests.ts';

/** Where manifests of a system live, relative to the project. */
const manifestDirectory = (system: string): string => join('fixtures', 'manifests', system);

/** Names of the manifests of a system, for messages and completion. */
export const manifestNames = (system: string): string[] =>
  readdirSync(manifestDirectory(system))
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.slice(0, -'.yaml'.length))
    .sort();

/**
 * Reads a manifest: the variant of the release (`fixtures/manifests/<system>/<release>`) if there is one. Throws one
 * sentence with file, line and column for what is not YAML or not an object of Kubernetes, and the nearest names for one
 * that is no manifest.
 */
export function readManifest(system: string, name: string, release?: string): KubernetesObject {
  const names = manifestNames(system);
  if (!names.includes(name))
    throw new UnknownWord(`no manifest "${name}" in ${manifestDirectory(system)}; ${offer(name, names)}`);
  const variant = join(manifestDirectory(system), release ?? '', `${name}.yaml`);
  const file = existsSync(variant) ? variant : join(manifestDirectory(system), `${name}.yaml`);
  const text = readFileSync(file, 'utf8');
  requireHeldManifest(file, text);
  return parseManifest(text, file);
}

/** Parses the text of a manifest with exactly one object. */
export function parseManifest(text: string, file: string): KubernetesObject {
  const lineCounter = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter, prettyErrors: false });
  const [problem] = documents.flatMap(({ errors }) => errors);
  if (problem) {
    const { line, col } = lineCounter.linePos(problem.pos[0]);
    throw new Error(`${file}:${line}:${col}: ${problem.message}`);
  }
  const [document] = documents;
  if (!document || documents.length !== 1)
    throw new Error(`${file}:1:1: expected one object, got ${documents.length}`);
  const value: unknown = document.toJS();
  if (!isObject(value))
    throw new Error(`${file}:1:1: expected an object with apiVersion, kind and metadata.name`);
  return value;
}

function isObject(value: unknown): value is KubernetesObject {
  if (typeof value !== 'object' || value === null) return false;
  const { apiVersion, kind, metadata } = value as Partial<KubernetesObject>;
  return typeof apiVersion === 'string' && typeof kind === 'string' && typeof metadata?.name === 'string';
}
