import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { refuse } from './problems.ts';
import { readControllers, readCovers, readNotPromised, readSchema, readWords } from './release-schema.ts';
import type { Release } from './settings.ts';
import {
  entriesOf,
  fileRead,
  keyOf,
  readYamlSource,
  scalarOf,
  shapeOf,
  type YamlSource,
} from './yaml-source.ts';

const DIRECTORY = join('fixtures', 'releases');

/**
 * The expectation table of one system's release, checked against the words of its closed schema. Throws
 * `InputProblems` with every mistake at once.
 */
export function loadRelease(system: string, name: string): Release {
  const directory = join(DIRECTORY, system);
  const names = tablesOf(system);
  if (!names.includes(name)) refuse([missing(system, name, names, directory)]);
  const file = join(directory, `${name}.yaml`);
  const schema = readYamlSource(join(directory, 'schema.yaml'));
  const table = readYamlSource(file);
  const problems = [...schema.problems, ...table.problems];
  const fields = sectionsOf(table, problems);
  checkNames(table, fields, { system, release: name }, problems);
  const covers = readCovers(table, fields.covers, problems);
  const complete = covers === undefined;
  const words = readWords(table, fields.words, readSchema(schema, problems), complete, problems);
  const controllers = readControllers(table, fields.controllers, problems);
  const notPromised = readNotPromised(table, fields['not-promised'], problems);
  refuse(problems);
  return {
    system,
    name,
    file,
    source: fileRead(table),
    words,
    controllers,
    ...(covers && { covers }),
    notPromised,
  };
}

/** A table that says it is another one was copied and not read. */
function checkNames(
  table: YamlSource,
  fields: Record<string, unknown>,
  names: Record<string, string>,
  problems: string[],
): void {
  if (table.problems.length > 0) return;
  for (const [part, name] of Object.entries(names))
    if (scalarOf(fields[part]) !== name)
      problems.push(`${table.at(fields[part])}: "${part}" must be ${name}, got ${shapeOf(fields[part])}`);
}

const missing = (system: string, name: string, names: readonly string[], directory: string): string =>
  `the target asks for release "${name}" of ${system}: there are ${names.join(', ') || 'none'} in ${directory}`;

/** Every release that there is a table of: `kserve/document`. */
export const releasesThere = (): string[] =>
  foldersIn(DIRECTORY).flatMap((system) => tablesOf(system).map((name) => `${system}/${name}`));

/** What every table says not to be promised: check, system, and the place where it says so (`…/v0.20.yaml:34`). */
export const notPromisedAnywhere = (): { check: string; system: string; at: string }[] =>
  foldersIn(DIRECTORY).flatMap((system) =>
    tablesOf(system).flatMap((name) => {
      const table = readYamlSource(join(DIRECTORY, system, `${name}.yaml`));
      const listed = entriesOf(sectionsOf(table, [])['not-promised']) ?? [];
      return listed.map((pair) => ({
        check: keyOf(pair),
        system,
        at: table.at(pair.key).replace(/:\d+$/, ''),
      }));
    }),
  );

/** The names of a system's tables. A name with parts of a path is none of them: it would be a table that nobody reviews. */
function tablesOf(system: string): string[] {
  if (!foldersIn(DIRECTORY).includes(system)) return [];
  return readdirSync(join(DIRECTORY, system))
    .filter((entry) => entry.endsWith('.yaml') && entry !== 'schema.yaml')
    .map((entry) => entry.slice(0, -'.yaml'.length))
    .sort();
}

const foldersIn = (directory: string): string[] =>
  existsSync(directory)
    ? readdirSync(directory, { withFileTypes: true }).flatMap((entry) =>
        entry.isDirectory() ? [entry.name] : [],
      )
    : [];

const PARTS = ['system', 'release', 'covers', 'controllers', 'words', 'not-promised'];

/** The parts of a release's file by name; every other part is a problem. */
function sectionsOf(source: YamlSource, problems: string[]): Record<string, unknown> {
  if (source.problems.length > 0) return {};
  const entries = entriesOf(source.root);
  if (!entries) {
    problems.push(`${source.at(source.root)}: a release is a mapping with ${PARTS.join(', ')}`);
    return {};
  }
  for (const pair of entries)
    if (!PARTS.includes(keyOf(pair)))
      problems.push(
        `${source.at(pair.key)}: unknown part "${keyOf(pair)}" of a release: write one of ${PARTS.join(', ')}`,
      );
  return Object.fromEntries(entries.map((pair) => [keyOf(pair), pair.value]));
}
