/** One event of a `text/event-stream` answer. */
export interface StreamEvent {
  /** The data lines, joined by line feeds; `[DONE]` ends a stream of the OpenAI API. */
  data: string;
  /** Wall-clock ms from the start of the request. */
  at: number;
}

/**
 * Reads server-sent events from chunks that may end anywhere, also inside a character.
 * Comments and fields other than `data` are passed over; an event without data is none (WHATWG HTML, section 9.2).
 */
export function readEvents(onEvent: (event: { data: string }) => void): { push(chunk: Uint8Array): void } {
  const decoder = new TextDecoder();
  let rest = '';
  let data: string[] = [];
  const line = (text: string) => {
    if (text === '') {
      if (data.length > 0) onEvent({ data: data.join('\n') });
      data = [];
    } else if (text.startsWith('data:')) data.push(text.slice(5).replace(/^ /, ''));
  };
  return {
    push: (chunk) => {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop() ?? '';
      for (const text of lines) line(text);
    },
  };
}
