import { access, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parse, stringify } from 'yaml';
import { redact } from '../redaction/redact.ts';
import { publishes } from '../settings/publishes.ts';
import type { RunFile, Settings } from '../settings/settings.ts';
import { targetVariables } from '../settings/target-variables.ts';
import { shellCommand } from '../shell.ts';
import { type Suite, suiteHere } from '../suite/suite.ts';
import { defectsVariable, targetWord } from './repeat-command.ts';
import { setVariables } from './set-variables.ts';

/** How a run was started, and by which suite: what repeats it. */
export interface Invocation {
  readonly run: string;
  readonly suite?: Suite;
  readonly node?: string;
  /** Variables of the suite that were set, and the seed whether it was set or drawn. */
  readonly environment: Readonly<Record<string, string>>;
  /** Arguments of the runner; absent where nobody recorded them. */
  readonly arguments?: readonly string[];
  /** One line for a shell. */
  readonly command: string;
}

export const INVOCATION_FILE = 'run.yaml';

const HEAD = `# How this run was started. It is repeated by the commands below, or by: npm run repeat -- FILE
# Secrets are no settings: a variable that holds one stands here redacted and has to be set again.
`;

/** Describes the run of this process. */
export async function invocationHere(
  { settings }: Pick<RunFile, 'settings'>,
  { env, argv }: Pick<NodeJS.Process, 'env' | 'argv'>,
): Promise<Invocation> {
  const environment = {
    TARGET: settings.target.name,
    ...setVariables(env, settings.target),
    ...repeatedHere(settings),
    SEED: String(settings.run.seed),
  };
  const args = argv.slice(2).map(redact);
  return {
    run: settings.run.id,
    suite: await suiteHere(),
    node: process.version,
    environment,
    arguments: args,
    command: shellCommand(environment, publishes(env) ? 'npm run acceptance' : 'npx cucumber-js', args),
  };
}

/** A run of this project by its name: later `last` and `reports` are another one. One from elsewhere keeps its place. */
function repeatedHere({ repeats: [last] = [] }: Settings): { RERUN?: string } {
  if (last === undefined || path.basename(path.dirname(last.messages)) !== last.run) return {};
  return { RERUN: last.run };
}

/** What can be told of a run that did not record how it was started: its settings, but not its arguments. */
export function invocationFrom({ settings }: RunFile): Invocation {
  const { run, target, shard, require: required, keep, preflight, defects } = settings;
  const environment = {
    TARGET: targetWord(target),
    ...targetVariables(settings.variables),
    ...defectsVariable(defects),
    ...(shard && { SHARD: `${shard.index}/${shard.count}` }),
    ...(required?.length > 0 && { REQUIRE: required.join(',') }),
    ...(keep !== undefined && keep !== 'never' && { KEEP: keep }),
    ...(preflight === false && { PREFLIGHT: 'continue' }),
    SEED: String(run.seed),
  };
  return { run: run.id, environment, command: shellCommand(environment, 'npm run acceptance', []) };
}

/** Writes `run.yaml`: the invocations of a run, several where runs were merged. */
export async function writeInvocations(directory: string, invocations: readonly Invocation[]): Promise<void> {
  await writeFile(
    path.join(directory, INVOCATION_FILE),
    HEAD + stringify({ runs: invocations }, { lineWidth: 0 }),
  );
}

/** Records how this process was started, once: rendering a run again must not change it. */
export async function recordInvocation(directory: string, runFile: Pick<RunFile, 'settings'>): Promise<void> {
  try {
    await access(path.join(directory, INVOCATION_FILE));
  } catch {
    await writeInvocations(directory, [await invocationHere(runFile, process)]);
  }
}

/** Reads a `run.yaml`; undefined where there is none. Throws one sentence for a file that is no such record. */
export async function readInvocations(file: string): Promise<Invocation[] | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const content = parsed(text) as { runs?: unknown } | undefined;
  if (!Array.isArray(content?.runs) || !content.runs.every(isInvocation))
    throw new Error(`${file}: expected a list "runs", each with environment, arguments and command`);
  return content.runs;
}

function parsed(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

function isInvocation(value: unknown): value is Invocation {
  const { run, environment, arguments: args, command } = (value ?? {}) as Partial<Invocation>;
  return (
    typeof run === 'string' &&
    typeof command === 'string' &&
    typeof environment === 'object' &&
    environment !== null &&
    Object.values(environment).every((text) => typeof text === 'string') &&
    (args === undefined || (Array.isArray(args) && args.every((arg) => typeof arg === 'string')))
  );
}
