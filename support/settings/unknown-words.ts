import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nearest } from '../coordinator/validation/nearest.ts';
import { namesSecret } from './secret-names.ts';

const PREFIXES = { images: 'IMAGE_', models: 'MODEL_' } as const;
type Table = keyof typeof PREFIXES;

/** Words without a manifest: what the variable `TEST_MODEL` sets. */
const NAMED_ELSEWHERE: Readonly<Record<Table, readonly string[]>> = { images: [], models: ['test-model'] };

/** One sentence for each variable `IMAGE_<WORD>` or `MODEL_<WORD>` whose word no manifest and no target uses. */
export function unknownWords(
  env: NodeJS.ProcessEnv,
  own: Readonly<Record<Table, readonly string[]>>,
): string[] {
  return (Object.keys(PREFIXES) as Table[]).flatMap((table) => {
    const set = Object.keys(env).filter(
      (name) => name.startsWith(PREFIXES[table]) && env[name] && !namesSecret(name),
    );
    const known = new Set([...own[table], ...NAMED_ELSEWHERE[table]].map((word) => variableOf(table, word)));
    const strange = set.filter((name) => !known.has(name));
    if (strange.length === 0) return [];
    for (const word of wordsInFiles(table)) known.add(variableOf(table, word));
    return strange.flatMap((name) => {
      if (known.has(name)) return [];
      const meant = nearest(name, known);
      const others = [...known].sort().join(', ');
      return [
        `environment variable ${name} is for a word under "${table}" that no manifest and no target uses; ${meant === undefined ? `write one of ${others}, or unset it` : `did you mean ${meant}? If not, unset it`}`,
      ];
    });
  });
}

const variableOf = (table: Table, word: string): string =>
  `${PREFIXES[table]}${word.toUpperCase().replaceAll(/[-. ]/g, '_')}`;

const FIELDS: Readonly<Record<Table, RegExp>> = {
  images: /\bimage: *([\w.-]+) *$/gm,
  models: /\b(?:uri|storageUri): *([\w.-]+) *$/gm,
};

function wordsInFiles(table: Table): string[] {
  const manifests = globSync(join('fixtures', 'manifests', '**', '*.yaml')).map(read);
  const targets = globSync(join('fixtures', 'targets', '*.yaml')).map(read);
  return [
    ...manifests.flatMap((text) => [...text.matchAll(FIELDS[table])].map(([, word = '']) => word)),
    ...targets.flatMap((text) => keysUnder(table, text)),
  ];
}

/** The keys of a mapping that stands at the left of a YAML file. */
const keysUnder = (key: string, text: string): string[] =>
  [...(new RegExp(`^${key}:\\n((?: .*\\n?)*)`, 'm').exec(text)?.[1] ?? '').matchAll(/^ +([\w.-]+):/gm)].map(
    ([, word = '']) => word,
  );

const read = (file: string): string => readFileSync(file, 'utf8');
