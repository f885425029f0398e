/** A line longer than this is cut there (characters): nobody reads it, and memory stays bounded. */
const LONGEST_LINE = 8 * 1024 * 1024;

/**
 * Lines, one by one. Who reads gigabytes takes as many as came at once (`batchesOf`): that spares a turn of the event loop
 * for each line.
 */
export class Lines implements AsyncIterable<string> {
  readonly batches: () => AsyncIterable<readonly string[]>;

  constructor(batches: () => AsyncIterable<readonly string[]>) {
    this.batches = batches;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<string, void, undefined> {
    for await (const batch of this.batches()) yield* batch;
  }
}

/** Lines in batches as they come; of anything but `Lines` one by one. */
export async function* batchesOf(
  lines: AsyncIterable<string> | Iterable<string>,
): AsyncGenerator<readonly string[]> {
  if (lines instanceof Lines) yield* lines.batches();
  else for await (const line of lines) yield [line];
}

/** The lines of a stream of bytes, without their ends; a last line without an end counts. UTF-8, also across chunks. */
export const lines = (body: AsyncIterable<Uint8Array>): Lines => new Lines(() => batchesIn(body));

async function* batchesIn(body: AsyncIterable<Uint8Array>): AsyncGenerator<readonly string[]> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    const text = decoder.decode(chunk, { stream: true });
    if (text.includes('\n')) {
      const parts = (rest + text).split('\n');
      rest = parts.pop() ?? '';
      yield parts;
    } else rest += text;
    if (rest.length > LONGEST_LINE) {
      yield [rest];
      rest = '';
    }
  }
  rest += decoder.decode();
  if (rest !== '') yield [rest];
}
