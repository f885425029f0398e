import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { parse } from 'yaml';
import type { Fields } from '../../fixtures/embedded/api-server/api.ts';

const start = (...options: string[]) =>
  spawn(process.execPath, ['fixtures/embedded/main.js', ...options], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });

async function outcome(child: ChildProcess): Promise<{ code: number | null; out: string; err: string }> {
  const texts = { out: '', err: '' };
  child.stdout?.on('data', (chunk: Buffer) => {
    texts.out += chunk.toString();
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    texts.err += chunk.toString();
  });
  const [code] = await once(child, 'close');
  return { code, ...texts };
}

describe('the program of the embedded cluster', () => {
  const refusals: [string[], RegExp][] = [
    [['--bogus'], /^embedded: Unknown option '--bogus' \(--help lists the options\)\n$/],
    [['--time-scale', '500'], /^embedded: --time-scale: expected a number from 1 to 120, got "500"\n$/],
    [
      ['--defects', 'nonsense'],
      /^embedded: --defects: there is no defect "nonsense" \(--list-defects lists them\)\n$/,
    ],
    [
      ['--defects', 'scheduler-port-mising'],
      /^embedded: --defects: there is no defect "scheduler-port-mising"; did you mean "scheduler-port-missing"\? \(--list-defects lists them\)\n$/,
    ],
    [
      ['--kserve-release', 'v9'],
      /^embedded: --kserve-release: there is no "v9", write one of document, v0\.20\n$/,
    ],
    [['--port', '1.5'], /^embedded: --port: expected a whole number, got "1.5"\n$/],
    [['--seed', '-1'], /^embedded: Option '--seed' argument is ambiguous \(--help lists the options\)\n$/],
    [['--kubeconfig', tmpdir()], /^embedded: --kubeconfig: ".*" cannot be written \(EISDIR: [^\n]*\)\n$/],
  ];
  for (const [options, sentence] of refusals)
    test(`refuses ${options.join(' ')} in one sentence`, async () => {
      const { code, out, err } = await outcome(start(...options));
      equal(code, 2);
      equal(out, '');
      match(err, sentence);
    });

  test('lists its defects', async () => {
    const { code, out } = await outcome(start('--list-defects'));
    equal(code, 0);
    const [first] = JSON.parse(out);
    deepEqual(Object.keys(first), ['id', 'title', 'checks']);
  });
});

describe('a running embedded cluster', () => {
  let directory: string;
  let child: ChildProcess;
  let state: {
    url: string;
    kubeconfig: string;
    seed: number;
    s3: { endpoint: string; credentialsFile: string };
  };

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'embedded-main-'));
    child = start(
      '--seed',
      '7',
      '--kubeconfig',
      join(directory, 'kubeconfig'),
      '--state',
      join(directory, 'state.json'),
    );
    [state] = await once(child, 'message');
  });
  after(async () => {
    if (child.exitCode === null) child.kill('SIGTERM');
    await rm(directory, { recursive: true, force: true });
  });

  test('says where it is, in a message and in files', async () => {
    deepEqual(JSON.parse(await readFile(join(directory, 'state.json'), 'utf8')), state);
    equal(state.seed, 7);
    const kubeconfig = parse(await readFile(state.kubeconfig, 'utf8'));
    equal(kubeconfig.clusters[0].cluster.server, state.url);
    equal(kubeconfig['current-context'], 'embedded');
  });

  test('keeps the credentials of the store in a file for its owner only', async () => {
    const { mode } = await stat(state.s3.credentialsFile);
    equal(mode & 0o077, 0);
    ok(JSON.parse(await readFile(state.s3.credentialsFile, 'utf8')).secretAccessKey.length > 20);
  });

  test('has its controller at work when it announces itself', async () => {
    const deployment: Fields = await (
      await fetch(`${state.url}/apis/apps/v1/namespaces/kserve/deployments/kserve-controller-manager`)
    ).json();
    equal(deployment.status.availableReplicas, 1);
  });

  test('ends with its parent', async () => {
    child.disconnect();
    const [code] = await once(child, 'exit');
    equal(code, 0);
  });
});
