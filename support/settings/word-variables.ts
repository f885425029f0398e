import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nearest } from '../spelling/nearest.ts';
import { namesSecret } from './secret-names.ts';
import { TARGET_FIELDS } from './target-fields.ts';

/** The prefix of the variables `IMAGE_<WORD>`, by the table of a target that they fill. */
const PREFIXES: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(TARGET_FIELDS.fields).flatMap(([table, { type, env }]) =>
    type === 'map' && env?.endsWith('_') ? [[table, env]] : [],
  ),
);

/** Words of a target's own file, by table. */
export type OwnWords = Readonly<Record<string, readonly string[]>>;

/** What became of the variables for a word. */
export interface WordVariables {
  /** One sentence for each whose word is nearly one that is used: it was meant, and would be passed over. */
  readonly problems: readonly string[];
  /** One sentence for each table that some are taken for somebody else's of: `IMAGE_TAG` of a pipeline. */
  readonly notes: readonly string[];
  readonly foreign: ReadonlySet<string>;
}

/** Tells the variables for a word that the suite has a use for from those that only begin like one. */
export function judgeWordVariables(env: NodeJS.ProcessEnv, own: OwnWords): WordVariables {
  const problems: string[] = [];
  const notes: string[] = [];
  const foreign = new Set<string>();
  for (const [table, prefix] of Object.entries(PREFIXES)) {
    const set = Object.keys(env).filter((name) => name.startsWith(prefix) && env[name] && !namesSecret(name));
    if (set.every((name) => own[table]?.some((word) => variableOf(prefix, word) === name))) continue;
    const known = variablesFor(table, own);
    const unread: string[] = [];
    for (const name of set.filter((it) => !known.includes(it))) {
      const meant = wordMeant(name, known, prefix);
      foreign.add(name);
      if (meant === undefined) unread.push(name);
      else
        problems.push(
          `environment variable ${name} is for a word under "${table}" that nothing uses; did you mean ${meant}? If it is not for the suite: env -u ${name} npm run …`,
        );
    }
    if (unread.length > 0)
      notes.push(
        `note: ${unread.sort().join(', ')} ${unread.length === 1 ? 'is' : 'are'} not read; of ${prefix}… the suite reads ${known.join(', ') || 'none here'}`,
      );
  }
  return { problems, notes, foreign };
}

/** Every variable for a word that something uses. */
export const knownWordVariables = (own: OwnWords): string[] =>
  Object.keys(PREFIXES).flatMap((table) => variablesFor(table, own));

function variablesFor(table: string, own: OwnWords): string[] {
  const words = [...(own[table] ?? []), ...(SOURCES[table]?.() ?? []), ...keysIn('targets', table)];
  return [...new Set(words.map((word) => variableOf(PREFIXES[table] ?? '', word)))].sort();
}

const variableOf = (prefix: string, word: string): string =>
  `${prefix}${word.toUpperCase().replaceAll(/[-. ]/g, '_')}`;

/** By the word alone, so that a common prefix makes nothing alike; `MODEL_OPT_125M` begins like a longer one. */
function wordMeant(name: string, known: readonly string[], prefix: string): string | undefined {
  const wordOf = (variable: string): string => variable.slice(prefix.length);
  const begun = known.filter((it) => it.startsWith(`${name}_`));
  if (begun.length > 0) return begun.join(' or ');
  const like = nearest(wordOf(name), known.map(wordOf));
  return like === undefined ? undefined : `${prefix}${like}`;
}

/** Where words stand beside targets; those without a manifest are set by `TEST_MODEL` and `API_URL`. */
const SOURCES: Readonly<Record<string, () => string[]>> = {
  images: () => inManifests(/\bimage: *([\w.-]+) *$/gm),
  models: () => [...inManifests(/\b(?:uri|storageUri): *([\w.-]+) *$/gm), 'test-model'],
  controllers: () => keysIn('releases', 'controllers'),
  endpoints: () => [...systems(), 'kubefoundry'],
  releases: () => [...systems(), ...foldersOf(join('fixtures', 'releases'))],
};

const textsIn = (folder: string): string[] =>
  globSync(join('fixtures', folder, '**', '*.yaml')).map((file) => readFileSync(file, 'utf8'));

const inManifests = (pattern: RegExp): string[] =>
  textsIn('manifests').flatMap((text) => [...text.matchAll(pattern)].map(([, word = '']) => word));

/** The keys of a mapping that stands at the left of YAML files. */
const keysIn = (folder: string, key: string): string[] =>
  textsIn(folder).flatMap((text) => {
    const block = new RegExp(`^${key}:[^\\n]*\\n((?: .*\\n?)*)`, 'm').exec(text)?.[1] ?? '';
    return [...block.matchAll(/^ +([\w. -]+):/gm)].map(([, word = '']) => word);
  });

/** The systems of the inventory. */
function systems(): string[] {
  const text = readFileSync(join('features', 'requirements.yaml'), 'utf8');
  const block = /^systems:\n((?: .*\n)*)/m.exec(text)?.[1] ?? '';
  return [...block.matchAll(/^ +- id: *(\S+)$/gm)].map(([, id = '']) => id);
}

const foldersOf = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder) : []);
