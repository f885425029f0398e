import assert from 'node:assert/strict';
import { test } from 'node:test';
import { figuresOfGpus } from '../../support/gpu/figures.ts';
import { gpusInWords, watchGpus } from '../../support/gpu/watch.ts';

const holders = ['a', 'b'].map((name) => ({ namespace: 'n', name, container: 'main' }));

/** GPUs of two pods: the first computes while somebody works, the second never does. */
function cluster() {
  const state = { working: false, looks: 0 };
  return {
    state,
    exec: async (_namespace: string, pod: string) => {
      state.looks += 1;
      const busy = state.working && pod === 'a' ? 40 : 0;
      return { exitCode: 0, stdout: `0, ${busy}, ${pod === 'a' ? 61_440 : 0}, 81920\n`, stderr: '' };
    },
  };
}

/** Works until enough has been seen. */
const working = (state: { working: boolean }) => async (enough: AbortSignal) => {
  state.working = true;
  await new Promise((resolve) => enough.addEventListener('abort', resolve));
  state.working = false;
  return 'done';
};

test('GPUs are seen at rest and at work, and the work goes on until then', async () => {
  const { state, exec } = cluster();
  const { value, gpus } = await watchGpus({ exec }, holders, working(state));
  assert.equal(value, 'done');
  assert.equal(state.looks, 26, 'one look at rest and twelve at work, because one of the GPUs never works');
  assert.deepEqual(
    gpus.map(({ gpu, idle, during }) => [gpu, idle.utilisation, during.utilisation, during.samples]),
    [
      ['a/0', 0, { min: 40, median: 40, max: 40 }, 12],
      ['b/0', 0, { min: 0, median: 0, max: 0 }, 12],
    ],
  );
  assert.match(gpusInWords(gpus), /^a\/0: utilisation 40 \/ 40 \/ 40 % \(idle 0 %\), memory 61440/m);
});

test('a GPU that was at rest at the first looks is looked at again, not for longer than it takes', async () => {
  let looks = 0;
  const exec = async () => {
    looks += 1;
    return { exitCode: 0, stdout: `0, ${looks > 5 ? 40 : 0}, 61440, 81920\n`, stderr: '' };
  };
  const { gpus } = await watchGpus({ exec }, holders.slice(0, 1), working({ working: false }));
  assert.equal(looks, 6);
  assert.equal(figuresOfGpus(gpus)['GPUs busier than at rest'], 1);
});

test('figures count the GPUs that hold something and those that work', async () => {
  const { state, exec } = cluster();
  const { gpus } = await watchGpus({ exec }, holders, working(state));
  const figures = figuresOfGpus(gpus);
  assert.equal(figures['GPUs with memory in use'], 1);
  assert.equal(figures['GPUs busier than at rest'], 1);
  assert.equal(figures['lowest peak of a GPU in percent'], 0);
  assert.equal(figures['GPU memory in use in percent'], 37.5);
  assert.equal(Math.round(figures['GB in use on the fullest GPU']), 64);
  assert.equal(figures['GB in use on the emptiest GPU'], 0);
});

test('work that fails is told, and the watching ends', async () => {
  const { exec } = cluster();
  const failing = async () => {
    throw new Error('no answer');
  };
  await assert.rejects(watchGpus({ exec }, holders, failing), /no answer/);
});
