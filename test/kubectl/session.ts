import { type ChildProcess, fork, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The first release whose kubectl needs nothing that the embedded cluster has not. */
const OLDEST = 31;

/** Why no session can be held; false when one can. */
export function withoutKubectl(): string | false {
  const { stdout, error } = spawnSync('kubectl', ['version', '--client', '-o', 'json'], { encoding: 'utf8' });
  if (error) return 'kubectl is not installed';
  const minor = Number.parseInt(JSON.parse(stdout).clientVersion.minor, 10);
  return minor >= OLDEST ? false : `kubectl 1.${minor} is older than 1.${OLDEST}`;
}

export interface Outcome {
  code: number | null;
  out: string;
  err: string;
}

/** A kubectl that runs until it is stopped, and what it has said so far. */
export interface Running {
  text(): string;
  /** Resolves with all it has said once that matches; rejects when it ends before. */
  said(pattern: RegExp): Promise<string>;
  stop(): Promise<void>;
}

/** An embedded cluster of its own with a kubectl for it. */
export interface Session {
  readonly gatewayUrl: string;
  readonly kubeconfig: string;
  /** Runs kubectl to its end, whatever its exit code. */
  kubectl(...words: string[]): Promise<Outcome>;
  /** What kubectl prints; throws when it fails. */
  shown(...words: string[]): Promise<string>;
  /** The same with something to read from. */
  given(input: string, ...words: string[]): Promise<Outcome>;
  begin(...words: string[]): Running;
  /** Writes a manifest; returns its path. */
  file(name: string, content: string): string;
  end(): Promise<void>;
}

interface State {
  kubeconfig: string;
  gatewayUrl: string;
}

/** `options` of the embedded cluster's program, besides seed and kubeconfig. */
export async function startSession(...options: string[]): Promise<Session> {
  // With a space, as homes have that people have named.
  const directory = mkdtempSync(join(tmpdir(), 'kubectl session-'));
  const kubeconfig = join(directory, 'kubeconfig');
  const cluster = fork('fixtures/embedded/main.js', ['--kubeconfig', kubeconfig, '--seed', '1', ...options], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [state] = (await once(cluster, 'message')) as [State];
  const env = { ...process.env, KUBECONFIG: state.kubeconfig, HOME: directory };
  const started = (words: string[]) => spawn('kubectl', words, { env });
  const given = async (input: string, ...words: string[]) => await outcome(started(words), input);
  const kubectl = async (...words: string[]) => await given('', ...words);
  return {
    gatewayUrl: state.gatewayUrl,
    kubeconfig: state.kubeconfig,
    kubectl,
    given,
    shown: async (...words) => {
      const { code, out, err } = await kubectl(...words);
      if (code !== 0) throw new Error(`kubectl ${words.join(' ')}: exit code ${code}: ${err}`);
      return out;
    },
    begin: (...words) => running(started(words)),
    file: (name, content) => {
      const path = join(directory, name);
      writeFileSync(path, content);
      return path;
    },
    end: async () => {
      cluster.kill('SIGTERM');
      await once(cluster, 'exit');
      rmSync(directory, { recursive: true });
    },
  };
}

async function outcome(child: ChildProcess, input: string): Promise<Outcome> {
  const texts = { out: '', err: '' };
  child.stdout?.on('data', (chunk) => {
    texts.out += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    texts.err += chunk;
  });
  // A kubectl that fails early closes its input before it has read all.
  child.stdin?.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  child.stdin?.end(input);
  const [code] = await once(child, 'close');
  return { code, ...texts };
}

function running(child: ChildProcess): Running {
  let text = '';
  const ended = once(child, 'close');
  const waiting = new Set<() => void>();
  const heard = (chunk: Buffer) => {
    text += chunk;
    for (const look of waiting) look();
  };
  child.stdout?.on('data', heard);
  child.stderr?.on('data', heard);
  return {
    text: () => text,
    said: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (!pattern.test(text)) return;
          waiting.delete(look);
          resolve(text);
        };
        waiting.add(look);
        look();
        ended.then(() => reject(new Error(`kubectl ended before it said ${pattern}: ${text}`)), reject);
      }),
    stop: async () => {
      child.kill();
      await ended;
    },
  };
}
