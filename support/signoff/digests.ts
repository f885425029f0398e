import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Sources } from '../judge/load.ts';
import type { FileRead } from '../settings/settings.ts';
import { EVIDENCE_FOLDER } from '../verdict/evidence-home.ts';
import type { Verdicts } from '../verdict/model.ts';

/** What a file is to the run. */
export type DigestKind =
  | 'inventory'
  | 'register'
  | 'features'
  | 'release tables'
  | 'target'
  | 'proof'
  | 'recording'
  | 'evidence';

/** A file that the sign-off rests on. */
export interface Digest {
  readonly kind: DigestKind;
  /**
   * Evidence and the recording of the run itself: relative to the reports, wherever these are published. Everything else, and
   * so the recordings of other runs: relative to the project.
   */
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
}

export interface DigestSources {
  readonly sources: Sources;
  readonly messages: readonly string[];
  /** Where the reports are written. */
  readonly directory: string;
  /** Folders below its `evidence/` that belong to this run. */
  readonly homes: readonly string[];
}

/** Files read at one time. */
const AT_ONCE = 8;

/** SHA-256 of every file that the verdicts were computed from or that proves them, by kind and path. */
export async function digestsOf(verdicts: Verdicts, from: DigestSources): Promise<Digest[]> {
  const { sources, directory } = from;
  const feature = (name: string): string => path.join(sources.features, name);
  const files: ([DigestKind, string, string?] | Digest)[] = [
    ['inventory', feature('requirements.yaml')],
    ['register', feature('exceptions.yaml')],
    ['register', feature('coverage.yaml')],
    ...(await filesIn(sources.features))
      .filter((file) => file.endsWith('.feature'))
      .map((file): [DigestKind, string] => ['features', file]),
    ...filesRead(verdicts),
    ['proof', sources.proof],
    ...from.messages.flatMap((file): [DigestKind, string, string][] => [
      ['recording', file, placeIn(directory, file)],
      ['recording', runFileOf(file), placeIn(directory, runFileOf(file))],
    ]),
    ...(await evidenceFiles(from)).map((file): [DigestKind, string, string] => [
      'evidence',
      file,
      path.relative(directory, file),
    ]),
  ];
  const digests: Digest[] = [];
  for (let start = 0; start < files.length; start += AT_ONCE) {
    const some = await Promise.all(
      files
        .slice(start, start + AT_ONCE)
        .map((file) => (Array.isArray(file) ? digestOf(...file) : Promise.resolve(file))),
    );
    digests.push(...some.flatMap((digest) => digest ?? []));
  }
  return digests;
}

const runFileOf = (messages: string): string => path.join(path.dirname(messages), 'run.json');

/** Published reports lie elsewhere than those of their run: only what lies below these goes with them. */
function placeIn(directory: string, file: string): string {
  const below = path.relative(directory, file);
  return below.startsWith('..') ? path.relative('.', file) : below;
}

/** Release tables and targets as the runs read them: a copy elsewhere, or what one is today, may say something else. */
function filesRead({ inputs: { runFiles = [] } }: Verdicts): Digest[] {
  const tables = runFiles.flatMap(({ settings }) =>
    Object.values(settings.releases).map(({ source }) => source),
  );
  const targets = runFiles.map(({ settings }) => settings.target.source);
  return [...eachOnce('release tables', tables), ...eachOnce('target', targets)];
}

function eachOnce(kind: DigestKind, sources: readonly (FileRead | undefined)[]): Digest[] {
  const distinct = new Map(
    sources.flatMap((source) => (source ? [[`${source.path} ${source.sha256}`, source] as const] : [])),
  );
  return [...distinct.values()].map((source) => ({ kind, ...source }));
}

async function evidenceFiles({ directory, homes }: DigestSources): Promise<string[]> {
  const folders = [...new Set(homes)].map((home) => path.join(directory, EVIDENCE_FOLDER, home));
  return [...new Set((await Promise.all(folders.map(filesIn))).flat())];
}

/** Every file below a folder, sorted; none where there is no folder. */
async function filesIn(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    return files.map((entry) => path.join(entry.parentPath, entry.name)).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** The digest of one file; undefined for a file that does not exist: nothing rests on it. */
async function digestOf(kind: DigestKind, file: string, shown = file): Promise<Digest | undefined> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(file), hash);
    return { kind, path: shown, sha256: hash.digest('hex'), bytes: (await stat(file)).size };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
