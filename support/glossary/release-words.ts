import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { loadRelease } from '../settings/load-release.ts';
import type { Release } from '../settings/settings.ts';
import { entriesOf, keyOf, readYamlSource, scalarOf } from '../settings/yaml-source.ts';

const DIRECTORY = path.join('fixtures', 'releases');

/** The words of one system, with their meaning and the value that each release gives them. */
export interface SystemWords {
  readonly system: string;
  readonly meanings: ReadonlyMap<string, string>;
  readonly releases: readonly Release[];
}

/** Reads the schema and all release tables of every system. Throws `InputProblems` for a table with mistakes. */
export function readSystemWords(): SystemWords[] {
  if (!existsSync(DIRECTORY)) return [];
  return readdirSync(DIRECTORY)
    .sort()
    .map((system) => {
      const schema = readYamlSource(path.join(DIRECTORY, system, 'schema.yaml'));
      const names = readdirSync(path.join(DIRECTORY, system)).filter(
        (entry) => entry.endsWith('.yaml') && entry !== 'schema.yaml',
      );
      return {
        system,
        meanings: new Map(
          (entriesOf(schema.root) ?? []).map((pair) => [keyOf(pair), String(scalarOf(pair.value))]),
        ),
        releases: names.sort().map((name) => loadRelease(system, path.basename(name, '.yaml'))),
      };
    });
}
