import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gpuFigures, parseGpuSamples, sampleGpus } from '../../support/gpu/nvidia-smi.ts';

test('each line is one GPU', () => {
  assert.deepEqual(parseGpuSamples('0, 35, 1024, 24564\n1, 0, 4, 24564\n'), [
    { index: 0, utilisation: 35, memoryUsed: 1024, memoryTotal: 24564 },
    { index: 1, utilisation: 0, memoryUsed: 4, memoryTotal: 24564 },
  ]);
});

test('a value that the driver cannot tell is an error, not a zero', () => {
  assert.throws(
    () => parseGpuSamples('0, [N/A], 4, 24564'),
    /expected index, utilization.gpu.*got "0, \[N\/A\], 4, 24564"/,
  );
  assert.throws(() => parseGpuSamples('0, 4, 24564'), /expected index/);
  assert.throws(() => parseGpuSamples('0, , 4, 24564'), /expected index/);
  assert.throws(() => parseGpuSamples('\n'), /no GPU/);
});

test('a command that fails in the container says where and why', async () => {
  const cluster = { exec: async () => ({ exitCode: 9, stdout: '', stderr: 'driver not loaded\n' }) };
  await assert.rejects(
    sampleGpus(cluster, { namespace: 'n', name: 'p', container: 'main' }),
    /nvidia-smi in pod n\/p, container main: exit code 9: driver not loaded/,
  );
});

test('figures are summed up for each GPU', () => {
  const at = (index: number, utilisation: number) => ({
    index,
    utilisation,
    memoryUsed: 10 * utilisation,
    memoryTotal: 1000,
  });
  assert.deepEqual(gpuFigures([at(0, 10), at(0, 30), at(0, 20), at(1, 5)]), [
    {
      index: 0,
      samples: 3,
      utilisation: { min: 10, median: 20, max: 30 },
      memoryUsed: { min: 100, median: 200, max: 300 },
    },
    {
      index: 1,
      samples: 1,
      utilisation: { min: 5, median: 5, max: 5 },
      memoryUsed: { min: 50, median: 50, max: 50 },
    },
  ]);
});
