import { deepEqual } from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import {
  type KvTransfer,
  startKvTransfer,
} from '../../fixtures/embedded/programs/model-server/kv-transfer.ts';
import { run } from './harness.ts';

/** A server of which only the part that hands over caches runs. */
async function start(t: TestContext) {
  const started = Promise.withResolvers<KvTransfer>();
  const ignored = { observe: () => undefined };
  const server = run(
    async (context) => {
      const sizes = { blockSize: 16, bytesPerBlock: 10 };
      const figures = { transferred: ignored, transferTime: ignored };
      started.resolve(await startKvTransfer({ context, engineId: 'e', ...sizes, ...figures }));
      await new Promise((resolve) => context.signal.addEventListener('abort', resolve));
      return 0;
    },
    ['server'],
  );
  t.after(() => server.stop());
  const transfer = await started.promise;
  const url = await server.url;
  const fetchBlocks = async (blocks: number[] | undefined, engine = 'e') => {
    const answer = await fetch(`${url}/blocks`, { method: 'POST', body: JSON.stringify({ engine, blocks }) });
    return [answer.status, await answer.json()];
  };
  const offer = (tokens: number) => transfer.offer(tokens).remote_block_ids;
  return { offer, fetchBlocks };
}

test('blocks are handed over once, and only to who names the engine that has them', async (t) => {
  const { offer, fetchBlocks } = await start(t);
  const blocks = offer(40);
  deepEqual(await fetchBlocks(blocks, 'another'), [404, {}]);
  deepEqual(await fetchBlocks(blocks), [200, { bytes: 30 }]);
  deepEqual(await fetchBlocks(blocks), [404, {}]);
});

test('a thousand prompts are kept, however long each of them is, and the oldest is dropped first', async (t) => {
  const { offer, fetchBlocks } = await start(t);
  const [first, second] = [offer(1_600), offer(1_600)];
  for (let prompts = 2; prompts < 1_000; prompts += 1) offer(1_600);
  offer(1);
  deepEqual(await fetchBlocks(first), [404, {}]);
  deepEqual(await fetchBlocks(second), [200, { bytes: 1_000 }]);
});
