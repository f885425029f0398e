import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Inventory } from './inventory.ts';
import { type Located, readLocatedList } from './located-yaml.ts';

/** What covers a requirement that no scenario decides: tests or files of this project. */
export interface Coverage {
  readonly requirement: string;
  /** Paths relative to the project. */
  readonly by: readonly string[];
  readonly how: string;
}

export interface CoverageList {
  readonly entries: readonly Coverage[];
  readonly problems: readonly string[];
}

const KEYS = ['requirement', 'by', 'how'];
/** Kinds that are about the system under test alone: no test of the suite can stand in for a scenario. */
const JUDGED_KINDS: readonly string[] = ['scenario', 'edge-case', 'chaos', 'performance-target'];

/**
 * Reads `features/coverage.yaml`: `requirement`, `by` (a list of files of this project) and `how` (one sentence).
 * Each mistake is one sentence with file and line.
 */
export async function readCoverage(file: string, inventory: Inventory): Promise<CoverageList> {
  const { entries, problems } = await readLocatedList(file);
  const known = new Map(inventory.requirements.map(({ id, kind }) => [id, kind]));
  const mistakes = await Promise.all(entries.map((entry) => mistakesIn(entry, known)));
  return {
    entries: entries.flatMap((entry, index) => (mistakes[index]?.length === 0 ? [coverageOf(entry)] : [])),
    problems: [...problems, ...mistakes.flat()],
  };
}

async function mistakesIn(entry: Located, known: ReadonlyMap<string, string>): Promise<string[]> {
  const { requirement, by, how } = Object.fromEntries(entry.fields);
  const mistakes = [...entry.fields.keys()]
    .filter((key) => !KEYS.includes(key))
    .map((key) => `${entry.at(key)}: unknown key "${key}"; an entry has ${KEYS.join(', ')}`);
  if (!known.has(String(requirement)))
    mistakes.push(`${entry.at('requirement')}: "${String(requirement)}" is no requirement of the inventory`);
  const kind = known.get(String(requirement)) ?? '';
  if (JUDGED_KINDS.includes(kind))
    mistakes.push(
      `${entry.at('requirement')}: ${String(requirement)} is a ${kind}: only scenarios decide it`,
    );
  if (typeof how !== 'string' || how.trim() === '')
    mistakes.push(`${entry.at('how')}: needs one sentence under "how"`);
  if (!Array.isArray(by) || by.length === 0)
    return [...mistakes, `${entry.at('by')}: needs a list of paths under "by"`];
  const isThere = await Promise.all(by.map(isOwnFile));
  return [
    ...mistakes,
    ...by
      .filter((_, index) => !isThere[index])
      .map((file) => `${entry.at('by')}: there is no file ${JSON.stringify(file)} in this project`),
  ];
}

/** A folder would cover anything, and what lies outside nobody reviews. */
async function isOwnFile(file: unknown): Promise<boolean> {
  if (typeof file !== 'string' || path.isAbsolute(file) || path.normalize(file).startsWith('..'))
    return false;
  return stat(file).then(
    (found) => found.isFile(),
    () => false,
  );
}

const coverageOf = ({ fields }: Located): Coverage => ({
  requirement: String(fields.get('requirement')),
  by: (fields.get('by') as unknown[]).map(String),
  how: String(fields.get('how')),
});
