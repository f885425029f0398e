/** A line longer than this is cut there (characters): nobody reads it, and memory stays bounded. */
const LONGEST_LINE = 8 * 1024 * 1024;

/** The lines of a stream of bytes, without their ends; a last line without an end counts. UTF-8, also across chunks. */
export async function* lines(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    const text = decoder.decode(chunk, { stream: true });
    if (text.includes('\n')) {
      const parts = (rest + text).split('\n');
      rest = parts.pop() ?? '';
      yield* parts;
    } else rest += text;
    if (rest.length > LONGEST_LINE) {
      yield rest;
      rest = '';
    }
  }
  rest += decoder.decode();
  if (rest !== '') yield rest;
}
