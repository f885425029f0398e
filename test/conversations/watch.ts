import { type Dispatcher, request } from 'undici';
import type { Connection } from './connection.ts';

/** The most time between an event and its arrival, real ms; controllers' reactions included. */
const PATIENCE = 10_000;

/** A watch being read, line by line. Bookmarks are left out. */
export class Watch {
  readonly status: number;
  readonly #lines: AsyncIterator<unknown>;
  readonly #abort: AbortController;

  constructor(status: number, lines: AsyncIterator<unknown>, abort: AbortController) {
    this.status = status;
    this.#lines = lines;
    this.#abort = abort;
  }

  /** The next event; undefined when the server has ended the watch. Throws when nothing comes within 10 s. */
  async next(): Promise<unknown> {
    const { promise, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => reject(new Error(`no event within ${PATIENCE / 1_000} s`)), PATIENCE);
    try {
      const { value, done } = await Promise.race([this.#lines.next(), promise]);
      return done ? undefined : value;
    } finally {
      clearTimeout(timer);
    }
  }

  close(): void {
    this.#abort.abort();
  }
}

/** Opens a watch; resolves when the server has answered with its headers. */
export async function openWatch(connection: Connection, path: string): Promise<Watch> {
  const abort = new AbortController();
  const response = await request(`${connection.base}${path}`, {
    dispatcher: connection.dispatcher,
    headers: { accept: 'application/json', ...connection.headers },
    signal: abort.signal,
  });
  return new Watch(response.statusCode, events(response.body), abort);
}

async function* events(body: Dispatcher.ResponseData['body']): AsyncGenerator<unknown> {
  let rest = '';
  try {
    for await (const chunk of body) {
      const lines = `${rest}${String(chunk)}`.split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const event = JSON.parse(line) as { type: string };
        if (event.type !== 'BOOKMARK') yield event;
      }
    }
  } catch (error) {
    if (!(error instanceof Error && error.name === 'AbortError')) throw error;
  }
}
