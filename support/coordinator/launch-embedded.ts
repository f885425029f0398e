import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { EnvironmentError } from '../cluster/environment-error.ts';
import { RedactStream } from '../redaction/redact.ts';
import type { Target } from '../settings/settings.ts';
import { embeddedDirectory } from './embedded-directory.ts';
import { endOf } from './end-process.ts';
import { complain } from './terminal.ts';

/** The program of the embedded cluster: the suite never imports it. */
export const MAIN = join('fixtures', 'embedded', 'main.js');
/** An embedded cluster that is not up by then is broken (real ms). */
export const READY_LIMIT = 10_000;
/** One that was told to end and has not by then hangs (real ms): ending takes it no second. */
const STOP_LIMIT = 5_000;
/** The young generation grows to 24 MB, not 48: a third less memory, at the cost of some more collections. */
const NODE_OPTIONS = ['--max-semi-space-size=8'];
/** As many of its last words as a failure shows (characters). */
const LAST_WORDS = 2_000;

/** What the embedded cluster says of itself when it is up. */
export interface EmbeddedState {
  readonly url: string;
  readonly kubeconfig: string;
  readonly s3?: NonNullable<Target['s3']>;
}

export interface EmbeddedOptions {
  readonly seed: number;
  readonly target: Target;
  readonly defects: readonly string[];
  /** Gets what the cluster prints. */
  readonly logFile: string;
}

/** An embedded cluster that runs in a process of its own. */
export interface Embedded {
  /** The target with what only the running cluster knows: kubeconfig, bucket and credentials file. */
  readonly target: Target;
  /** Settles when the process has ended; the value says how, if nobody asked it to end. */
  readonly ended: Promise<string | undefined>;
  /** Ends the process, one that hangs by force, and removes its files. */
  stop(): Promise<void>;
}

/**
 * Starts the embedded cluster and waits until it is up. Throws `EnvironmentError` with its last words when it is not up
 * within 10 s. It ends with this process whatever happens to it, because it watches the connection between the two.
 */
export async function launchEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const directory = await embeddedDirectory();
  const child = spawn(process.execPath, [...NODE_OPTIONS, MAIN, ...flagsOf(options, directory)], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // In a process group of its own: Ctrl-C must reach it only after the suite has cleaned up.
    detached: true,
  });
  const words = record(child, options.logFile);
  let stopping = false;
  const exited = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  const ended = exited.then((how) =>
    stopping ? undefined : `${how}: ${words().trim() || 'it said nothing'}`,
  );
  const stop = async (): Promise<void> => {
    stopping = true;
    if (child.connected) child.disconnect();
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    if (await endOf(child, STOP_LIMIT))
      complain([
        `the embedded cluster did not end within ${STOP_LIMIT / 1_000} s: its process ${child.pid} was killed`,
      ]);
    await rm(directory, { recursive: true, force: true });
  };
  try {
    const state = await readiness(child, ended);
    return { target: targetOf(options.target, state), ended, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The command line of a cluster whose files go to a directory. */
export function flagsOf(
  { seed, target, defects }: Omit<EmbeddedOptions, 'logFile'>,
  directory: string,
): string[] {
  // What the cluster speaks is what the suite expects, unless the target wants to see the two apart.
  const release = target.embedded?.kserveRelease ?? target.releases.kserve;
  return [
    ...['--time-scale', String(target.timeScale), '--seed', String(seed)],
    ...['--kubeconfig', join(directory, 'kubeconfig')],
    ...(release ? ['--kserve-release', release] : []),
    ...(defects.length > 0 ? ['--defects', defects.join(',')] : []),
  ];
}

async function readiness(child: ChildProcess, ended: Promise<string | undefined>): Promise<EmbeddedState> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(
    () =>
      late.reject(new EnvironmentError(`the embedded cluster was not up within ${READY_LIMIT / 1_000} s`)),
    READY_LIMIT,
  );
  const up = new Promise<EmbeddedState>((resolve) => {
    child.on('message', (message) => {
      if (isState(message)) resolve(message);
    });
  });
  const gone = ended.then((how) => {
    throw new EnvironmentError(`the embedded cluster ended before it was up (${how})`);
  });
  try {
    return await Promise.race([up, gone, late.promise]);
  } finally {
    clearTimeout(timer);
    gone.catch(() => undefined);
  }
}

const isState = (message: unknown): message is EmbeddedState =>
  typeof message === 'object' && message !== null && 'url' in message && 'kubeconfig' in message;

/** The target with what only the running cluster knows. */
export const targetOf = (target: Target, { kubeconfig, s3 }: EmbeddedState): Target => ({
  ...target,
  kubeconfig,
  ...(s3 && { s3 }),
});

function record(child: ChildProcess, logFile: string): () => string {
  let last = '';
  const log = new RedactStream();
  log.pipe(createWriteStream(logFile));
  // Its welcome to people is no last word.
  child.stdout?.on('data', (chunk: Buffer) => log.write(chunk));
  child.stderr?.on('data', (chunk: Buffer) => {
    last = (last + chunk.toString()).slice(-LAST_WORDS);
    log.write(chunk);
  });
  child.once('close', () => log.end());
  return () => last;
}
