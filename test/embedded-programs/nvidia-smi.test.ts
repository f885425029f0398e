import { equal, match } from 'node:assert/strict';
import { Readable } from 'node:stream';
import { describe, test } from 'node:test';
import { nvidiaSmi } from '../../fixtures/embedded/programs/nvidia-smi.ts';
import type { ExecContext } from '../../fixtures/embedded/programs/program.ts';

const GIB = 1024 ** 3;
const GPUS = [{ index: 2, memory: 80 * GIB, utilisation: 0.45, used: 72 * GIB }];

async function smi(options: string[], gpus: ExecContext['gpus'] = GPUS) {
  let stdout = '';
  const code = await nvidiaSmi({
    pod: { namespace: 'ns', name: 'pod', node: 'node' },
    container: 'main',
    argv: ['nvidia-smi', ...options],
    env: {},
    stdout: (text) => {
      stdout += text;
    },
    stderr: () => undefined,
    stdin: Readable.from([]),
    gpus,
  });
  return { code, stdout };
}

describe('nvidia-smi', () => {
  test('answers a query in each form', async () => {
    const query = '--query-gpu=index,utilization.gpu,memory.used,memory.total';
    equal((await smi([query, '--format=csv,noheader,nounits'])).stdout, '0, 45, 73728, 81920\n');
    equal((await smi([query, '--format=csv,noheader'])).stdout, '0, 45 %, 73728 MiB, 81920 MiB\n');
    match(
      (await smi([query, '--format=csv'])).stdout,
      /^index, utilization\.gpu \[%\], memory\.used \[MiB\]/,
    );
  });

  test('shows the table', async () => {
    const { code, stdout } = await smi([]);
    equal(code, 0);
    match(stdout, /73728MiB \/ 81920MiB/);
    match(stdout, /45%/);
  });

  for (const options of [
    ['--query-gpu=index'],
    ['--query-gpu=nonsense', '--format=csv'],
    ['-L'],
    ['--query-gpu=index', '--format=json'],
  ])
    test(`refuses ${options.join(' ')}`, async () => {
      equal((await smi(options)).code, 2);
    });

  test('finds nothing in a container without GPUs', async () => {
    const { code, stdout } = await smi([], []);
    equal(code, 6);
    match(stdout, /No devices were found/);
  });
});
