import type { Exchange } from '../inference/client.ts';

/** Sends one request of a batch; `index` counts from 0. */
export type Sender = (index: number, signal: AbortSignal) => Promise<Exchange>;

/** Sends `count` requests, `atOnce` of them under way at any time, and returns their exchanges in the order of sending. */
export async function sendBatch(
  count: number,
  atOnce: number,
  send: Sender,
  signal: AbortSignal,
): Promise<Exchange[]> {
  const exchanges: Exchange[] = [];
  let next = 0;
  const lane = async () => {
    while (next < count) {
      const index = next++;
      exchanges[index] = await send(index, signal);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, count) }, lane));
  return exchanges;
}

/** Sends requests, `atOnce` of them under way at any time, until `enough` aborts; returns their exchanges in the order of sending. */
export async function sendUntil(
  enough: AbortSignal,
  atOnce: number,
  send: Sender,
  signal: AbortSignal,
): Promise<Exchange[]> {
  const exchanges: Exchange[] = [];
  let next = 0;
  const lane = async () => {
    do {
      const index = next++;
      exchanges[index] = await send(index, signal);
    } while (!enough.aborted && !signal.aborted);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return exchanges;
}

/** A request is a success when an answer with status 200 came whole. */
export const succeeded = (exchange: Exchange): boolean =>
  exchange.status === 200 && exchange.error === undefined;
