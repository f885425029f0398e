import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { manifestNames, readManifest } from '../manifests/manifest.ts';
import { programContainers } from '../systems/kserve/logs/service-logs.ts';
import { readSystemWords } from './release-words.ts';

/** Names and texts of which it is known that something has them: only the absence of such a one can fail. */
export interface KnownTexts {
  /** Of containers: of the programs that features name, of manifests, and what releases say of a container. */
  readonly containers: ReadonlySet<string>;
  /** What the tables of the releases have for their words. */
  readonly texts: ReadonlySet<string>;
  /** What stands before the `/` in the labels of manifests: `llm-d.ai`. */
  readonly labelDomains: ReadonlySet<string>;
}

const MANIFESTS = path.join('fixtures', 'manifests');
const CONTAINER = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const LABEL_DOMAIN = /^((?:[a-z0-9-]+\.)+[a-z]+)\/[A-Za-z]/;

/** Reads them from the programs of the suite, the manifests and the tables of the releases. */
export function readKnownTexts(): KnownTexts {
  const texts = readSystemWords().flatMap(({ releases }) =>
    releases.flatMap(({ words }) => Object.values(words).flatMap((word) => [word].flat().map(String))),
  );
  const systems = existsSync(MANIFESTS) ? readdirSync(MANIFESTS) : [];
  const manifests = systems.flatMap((system) =>
    manifestNames(system).flatMap((name) => pairsIn(readManifest(system, name))),
  );
  return {
    containers: new Set([
      ...programContainers(),
      ...texts.flatMap((text) => text.split(', ')).filter((text) => CONTAINER.test(text)),
      ...manifests.flatMap(([key, value]) => (/^(?:init)?containers$/i.test(key) ? namesOf(value) : [])),
    ]),
    texts: new Set(texts),
    labelDomains: new Set(
      manifests.flatMap(([key, value]) => LABEL_DOMAIN.exec(key === 'key' ? String(value) : key)?.[1] ?? []),
    ),
  };
}

/** Every key of an object with its value, at any depth. */
function pairsIn(value: unknown): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap((pair) => [pair, ...pairsIn(pair[1])]);
}

const namesOf = (containers: unknown): string[] =>
  Array.isArray(containers) ? containers.map(({ name }: { name: unknown }) => String(name)) : [];
