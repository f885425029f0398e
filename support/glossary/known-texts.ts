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
/** How the schema begins to say what a word stands for that names containers. */
const OF_CONTAINERS = /^(?:all )?containers? /;
const LABEL_DOMAIN = /^((?:[a-z0-9-]+\.)+[a-z]+)\/[A-Za-z]/;

/** Reads them from the programs of the suite, the manifests and the tables of the releases. */
export function readKnownTexts(): KnownTexts {
  const texts = textsOfReleases(() => true);
  const systems = existsSync(MANIFESTS) ? readdirSync(MANIFESTS) : [];
  const manifests = systems.flatMap((system) =>
    manifestNames(system).flatMap((name) => pairsIn(readManifest(system, name))),
  );
  return {
    containers: new Set([
      ...programContainers(),
      ...textsOfReleases((meaning) => OF_CONTAINERS.test(meaning)).flatMap((text) => text.split(', ')),
      ...manifests.flatMap(([key, value]) => (/^(?:init)?containers$/i.test(key) ? namesOf(value) : [])),
    ]),
    texts: new Set(texts),
    labelDomains: new Set(
      manifests.flatMap(([key, value]) => LABEL_DOMAIN.exec(key === 'key' ? String(value) : key)?.[1] ?? []),
    ),
  };
}

/** What the releases have for the words of these meanings. */
const textsOfReleases = (isWanted: (meaning: string) => boolean): string[] =>
  readSystemWords().flatMap(({ meanings, releases }) =>
    releases.flatMap(({ words }) =>
      Object.entries(words).flatMap(([word, texts]) =>
        isWanted(meanings.get(word) ?? '') ? [texts].flat().map(String) : [],
      ),
    ),
  );

/** Every key of an object with its value, at any depth. */
function pairsIn(value: unknown): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap((pair) => [pair, ...pairsIn(pair[1])]);
}

const namesOf = (containers: unknown): string[] =>
  Array.isArray(containers) ? containers.map(({ name }: { name: unknown }) => String(name)) : [];
