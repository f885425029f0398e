import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { git } from '../suite/git.ts';
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
  const ours = entries.length === 0 ? undefined : await filesOfProject();
  const mistakes = await Promise.all(entries.map((entry) => mistakesIn(entry, known, ours)));
  return {
    entries: entries.flatMap((entry, index) => (mistakes[index]?.length === 0 ? [coverageOf(entry)] : [])),
    problems: [...problems, ...mistakes.flat()],
  };
}

async function mistakesIn(
  entry: Located,
  known: ReadonlyMap<string, string>,
  ours: ReadonlySet<string> | undefined,
): Promise<string[]> {
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
  const isThere = await Promise.all(by.map((file) => isOwnFile(file, ours)));
  return [
    ...mistakes,
    ...by
      .filter((_, index) => !isThere[index])
      .map((file) => `${entry.at('by')}: there is no file ${JSON.stringify(file)} in this project`),
  ];
}

/** What git has of this project, or would take; undefined where it cannot tell. */
async function filesOfProject(): Promise<ReadonlySet<string> | undefined> {
  const listed = await git('.', ['ls-files', '-z', '--cached', '--others', '--exclude-standard']);
  return listed === undefined ? undefined : new Set(listed.split('\0'));
}

/**
 * A folder would cover anything; what lies outside, behind a link or where git ignores it nobody reviews, and no commit
 * holds it.
 */
async function isOwnFile(file: unknown, ours: ReadonlySet<string> | undefined): Promise<boolean> {
  if (typeof file !== 'string' || path.isAbsolute(file)) return false;
  const own = path.normalize(file);
  if (own.startsWith('..') || ours?.has(own) === false) return false;
  try {
    const [root, real] = await Promise.all([realpath('.'), realpath(own)]);
    return real === path.join(root, own) && (await stat(real)).isFile();
  } catch {
    return false;
  }
}

const coverageOf = ({ fields }: Located): Coverage => ({
  requirement: String(fields.get('requirement')),
  by: (fields.get('by') as unknown[]).map(String),
  how: String(fields.get('how')),
});
