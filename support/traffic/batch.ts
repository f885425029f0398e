import type { Exchange } from '../inference/client.ts';

/** Sends one request of a batch; `index` counts from 0. */
export type Sender = (index: number, signal: AbortSignal) => Promise<Exchange>;

/** Sends `count` requests, `atOnce` of them under way at any time, and returns their exchanges in the order of sending. */
export const sendBatch = (
  count: number,
  atOnce: number,
  send: Sender,
  signal: AbortSignal,
): Promise<Exchange[]> =>
  sendWhile(
    (sent) => sent < count,
    Math.min(atOnce, count),
    (index) => send(index, signal),
  );

/** Sends requests, `atOnce` of them under way at any time, until `enough` aborts; returns their exchanges in the order of sending. */
export const sendUntil = (
  enough: AbortSignal,
  atOnce: number,
  send: Sender,
  signal: AbortSignal,
): Promise<Exchange[]> =>
  sendWhile(
    (sent) => sent < atOnce || !(enough.aborted || signal.aborted),
    atOnce,
    (index) => send(index, signal),
  );

/** Keeps `lanes` requests under way as long as another one is wanted after those that were sent. */
async function sendWhile(
  wanted: (sent: number) => boolean,
  lanes: number,
  send: (index: number) => Promise<Exchange>,
): Promise<Exchange[]> {
  const exchanges: Exchange[] = [];
  let next = 0;
  const lane = async () => {
    while (wanted(next)) {
      const index = next++;
      exchanges[index] = await send(index);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return exchanges;
}

/** A request is a success when an answer with status 200 came whole, and is one. */
export const succeeded = (exchange: Exchange): boolean =>
  exchange.status === 200 && exchange.error === undefined && exchange.fault === undefined;
