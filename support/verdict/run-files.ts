import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { codeOrder } from '../code-order.ts';
import { isRunFile } from '../runs/run-place.ts';
import { NODES, sameNodes } from '../settings/node-versions.ts';
import type { RunFile, Shard } from '../settings/settings.ts';
import { sha256Of } from '../sha256.ts';
import { onOneCluster } from './one-cluster.ts';
import { spreadOf } from './shards.ts';

/** What the coordinators of some runs wrote beside their messages, as one. */
export interface RunFiles {
  readonly runFile?: RunFile;
  /** Every one of them, the first as well. */
  readonly all: readonly RunFile[];
  /** The same by their folders. */
  readonly beside: ReadonlyMap<string, ReadRunFile>;
  /** One sentence for each file that is damaged, and for everything that keeps the runs from being one. */
  readonly damages: readonly string[];
  /** One sentence for each promise or target that is not the same in all runs. */
  readonly doubts: readonly string[];
}

/** A `run.json` as it was found. */
export interface ReadRunFile {
  readonly file: string;
  readonly runFile: RunFile;
  /** Of its text. */
  readonly sha256: string;
}

type Found = Pick<ReadRunFile, 'file'> & Partial<ReadRunFile>;

/**
 * Reads the `run.json` beside each message file. The first one says which run this was; the others must be of the same
 * target, cluster, releases and versions, because verdicts of different systems make no verdict. Shards that are all there are
 * one whole run. Never throws for what the files contain.
 */
export async function runFilesBeside(messageFiles: readonly string[]): Promise<RunFiles> {
  const damages: string[] = [];
  const found: Found[] = [];
  for (const messages of new Set(messageFiles.map((file) => path.dirname(file)))) {
    const file = path.join(messages, 'run.json');
    try {
      const text = await readFile(file, 'utf8');
      const content: unknown = JSON.parse(text);
      if (isRunFile(content)) found.push({ file, runFile: content, sha256: sha256Of(text) });
      else damages.push(`${file} is damaged: nobody knows which target this was`);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') found.push({ file });
      else damages.push(`${file} is damaged: nobody knows which target this was`);
    }
  }
  const files = found.filter(isRead);
  const [first] = files;
  const all = files.map(({ runFile }) => runFile);
  const beside = new Map(files.map((it) => [path.dirname(it.file), it]));
  if (first === undefined) return { all, beside, damages, doubts: [] };
  const [spread, oneCluster] = [spreadOf(all), onOneCluster(all)];
  const missing = found.filter(({ runFile }) => runFile === undefined);
  damages.push(
    ...missing.map(({ file }) => `${file} is missing: nobody knows where that part ran`),
    ...files.flatMap((other) => differences(first, other)),
    ...oneCluster.damages,
    ...spread.damages,
  );
  const doubts = [...oneCluster.doubts, ...files.flatMap((other) => differingContents(first, other))];
  return { runFile: asShard(first.runFile, spread.shard), all, beside, damages, doubts };
}

const isRead = (found: Found): found is ReadRunFile => found.runFile !== undefined;

function differences(first: ReadRunFile, other: ReadRunFile): string[] {
  const { versions } = first.runFile;
  const nodes = sameNodes(versions, other.runFile.versions) ? { [NODES]: versions[NODES] } : {};
  const asFirst = { ...other.runFile, versions: { ...other.runFile.versions, ...nodes } } as RunFile;
  return [identityOf, versionsOf].flatMap((of) => {
    const [one, another] = [of(first.runFile), of(asFirst)];
    if (one === another) return [];
    return [`${other.file} is of ${another}, ${first.file} of ${one}: their verdicts are not of one system`];
  });
}

/** Names that are the same say little: the words of the release tables and the settings of the target must be, too. */
function differingContents(first: ReadRunFile, other: ReadRunFile): string[] {
  const [before, after] = [contentsOf(first.runFile), contentsOf(other.runFile)];
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((what) => {
    const [one, another] = [before, after].map((contents) => contents.get(what) ?? 'none');
    if (one === another) return [];
    return [`${what} of ${other.file} has the digest ${another}, that of ${first.file} ${one}: they differ`];
  });
}

function contentsOf({ settings }: RunFile): Map<string, string> {
  const { source: _read, kubeconfig: _path, s3, ...target } = settings.target;
  const { credentialsFile: _another, ...store } = s3 ?? {};
  return new Map([
    ...Object.values(settings.releases).map(({ file: _place, source: _file, ...table }): [string, string] => [
      `the release table of ${table.system}`,
      digestOf(table),
    ]),
    ['the target', digestOf({ ...target, store })],
  ]);
}

/** Twelve digits are enough to tell two apart. The order of keys says nothing. */
function digestOf(content: object): string {
  const text = JSON.stringify(content, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
  return sha256Of(text).slice(0, 12);
}

function identityOf({ settings }: RunFile): string {
  const releases = Object.values(settings.releases).map(({ system, name }) => `${system} ${name}`);
  const { name, context } = settings.target;
  return [
    `target ${name}`,
    ...(context ? [`context ${context}`] : []),
    ...releases.sort(),
    ...(settings.defects?.toSorted().map((defect) => `defect ${defect}`) ?? []),
  ].join(', ');
}

function versionsOf({ versions }: RunFile): string {
  const sorted = Object.entries(versions)
    .filter(([, version]) => version !== undefined)
    .sort(([a], [b]) => codeOrder(a, b));
  return sorted.map(([name, version]) => `${name} ${version}`).join(', ') || 'no known versions';
}

function asShard({ settings, ...rest }: RunFile, shard: Shard | undefined): RunFile {
  const { shard: _merged, ...whole } = settings;
  return { settings: { ...whole, ...(shard && { shard }) }, ...rest };
}
