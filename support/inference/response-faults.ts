import type { ChatRequest, Exchange } from './client.ts';

/** Finds what is wrong with an answer of the OpenAI API. An empty list means that nothing is. */
type Open = Record<string, unknown>;

export interface Expected {
  /** The model that was asked. */
  model: string;
  /** The limit that was given, in tokens. */
  maxTokens?: number;
  /** The answer was to have so many tokens, whatever the model wanted to end with: any other end came from elsewhere. */
  toTheLimit?: boolean;
}

/** What an answer to the request must be. */
export const expectedOf = ({
  model,
  max_tokens: maxTokens,
  ignore_eos: toTheLimit,
}: ChatRequest): Expected => ({
  model,
  ...(maxTokens && { maxTokens }),
  ...(maxTokens && toTheLimit && { toTheLimit }),
});

const FINISH_REASONS = ['stop', 'length', 'tool_calls', 'content_filter', 'function_call'];

class Faults {
  readonly found: string[] = [];

  check(holds: boolean, path: string, wanted: string, got: unknown): void {
    if (!holds) this.found.push(`${path}: expected ${wanted}, got ${shown(got)}`);
  }
}

const shown = (value: unknown): string => {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
};

const isObject = (value: unknown): value is Open =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isCount = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0;
const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';

/** Parses a body; the fault says where it stopped being JSON. */
export function parseBody(body: string): { value?: unknown; fault?: string } {
  try {
    return { value: JSON.parse(body) };
  } catch (error) {
    return { fault: `body: expected JSON, got ${shown(body.slice(0, 80))} (${(error as Error).message})` };
  }
}

/** The answer with a fault where it has status 200 and offers nothing, or names another model: what a server says of its broken engine is no success, whatever its status, nor is what another service says. */
export function judged(exchange: Exchange, model: string): Exchange {
  if (exchange.status !== 200) return exchange;
  const { value } = parseBody(exchange.body);
  const offers = isObject(value) && Array.isArray(value.choices) && value.choices.length > 0;
  if (!offers) return { ...exchange, fault: 'no chat completion' };
  return value.model === model ? exchange : { ...exchange, fault: `of model ${shown(value.model)}` };
}

/** Faults of a chat completion, each with its path: `choices[0].message.content: expected text, got ""`. */
export function chatCompletionFaults(value: unknown, expected: Expected): string[] {
  const faults = new Faults();
  faults.check(isObject(value), 'body', 'an object', value);
  if (!isObject(value)) return faults.found;
  faults.check(isText(value.id), 'id', 'a text', value.id);
  faults.check(value.object === 'chat.completion', 'object', '"chat.completion"', value.object);
  faults.check(
    isCount(value.created) && value.created > 0,
    'created',
    'seconds since the epoch',
    value.created,
  );
  faults.check(value.model === expected.model, 'model', `"${expected.model}"`, value.model);
  const choices = Array.isArray(value.choices) ? value.choices : [];
  faults.check(choices.length > 0, 'choices', 'at least one choice', value.choices);
  for (const [index, choice] of choices.entries()) choiceFaults(choice, index, faults);
  usageFaults(value, choices, expected, faults);
  return faults.found;
}

function choiceFaults(choice: unknown, index: number, faults: Faults): void {
  const path = `choices[${index}]`;
  faults.check(isObject(choice), path, 'an object', choice);
  if (!isObject(choice)) return;
  faults.check(choice.index === index, `${path}.index`, String(index), choice.index);
  faults.check(
    FINISH_REASONS.includes(choice.finish_reason as string),
    `${path}.finish_reason`,
    FINISH_REASONS.map((reason) => `"${reason}"`).join(', '),
    choice.finish_reason,
  );
  const message = isObject(choice.message) ? choice.message : {};
  faults.check(isObject(choice.message), `${path}.message`, 'an object', choice.message);
  faults.check(message.role === 'assistant', `${path}.message.role`, '"assistant"', message.role);
  faults.check(isText(message.content), `${path}.message.content`, 'generated text', message.content);
}

/** The counts must add up, and an answer cut short by the limit must have reached it. */
function usageFaults(value: Open, choices: unknown[], expected: Expected, faults: Faults): void {
  const usage = isObject(value.usage) ? value.usage : {};
  faults.check(isObject(value.usage), 'usage', 'an object', value.usage);
  const { prompt_tokens: prompt, completion_tokens: completion, total_tokens: total } = usage;
  faults.check(isCount(prompt) && prompt > 0, 'usage.prompt_tokens', 'more than 0', prompt);
  faults.check(isCount(completion) && completion > 0, 'usage.completion_tokens', 'more than 0', completion);
  if (!isCount(prompt) || !isCount(completion)) return;
  faults.check(total === prompt + completion, 'usage.total_tokens', String(prompt + completion), total);
  const limit = expected.maxTokens;
  if (limit === undefined || choices.length !== 1) return;
  faults.check(completion <= limit, 'usage.completion_tokens', `at most max_tokens (${limit})`, completion);
  const [choice] = choices;
  const cut = isObject(choice) && choice.finish_reason === 'length';
  faults.check(
    !cut || completion === limit,
    'choices[0].finish_reason',
    '"stop" (max_tokens was not reached)',
    'length',
  );
  if (!expected.toTheLimit) return;
  faults.check(completion === limit, 'usage.completion_tokens', `${limit}, as was asked for`, completion);
  faults.check(cut, 'choices[0].finish_reason', '"length"', isObject(choice) && choice.finish_reason);
}

/** Faults of a streamed chat completion: chunks of one id, a role or text in them, one finish reason, `[DONE]` last. */
export function chatStreamFaults(events: readonly { data: string }[], expected: Expected): string[] {
  const faults = new Faults();
  faults.check(events.at(-1)?.data === '[DONE]', 'last event', '[DONE]', events.at(-1)?.data);
  const ids = new Set<unknown>();
  let text = '';
  const reasons: unknown[] = [];
  events.slice(0, -1).forEach((event, index) => {
    const { value, fault } = parseBody(event.data);
    const readable = fault === undefined && isObject(value);
    faults.check(readable, `event ${index}`, 'a JSON object', event.data);
    if (!readable) return;
    ids.add(value.id);
    faults.check(
      value.object === 'chat.completion.chunk',
      `event ${index} object`,
      '"chat.completion.chunk"',
      value.object,
    );
    faults.check(value.model === expected.model, `event ${index} model`, `"${expected.model}"`, value.model);
    const choice: unknown = Array.isArray(value.choices) ? value.choices[0] : undefined;
    if (!isObject(choice)) return;
    if (isObject(choice.delta) && typeof choice.delta.content === 'string') text += choice.delta.content;
    if (choice.finish_reason !== null && choice.finish_reason !== undefined)
      reasons.push(choice.finish_reason);
  });
  faults.check(ids.size === 1, 'id', 'the same in every chunk', [...ids]);
  faults.check(text.trim() !== '', 'choices[0].delta.content', 'generated text', text);
  faults.check(reasons.length === 1, 'choices[0].finish_reason', 'one finish reason', reasons.length);
  if (expected.toTheLimit)
    faults.check(reasons.includes('length'), 'choices[0].finish_reason', '"length"', reasons[0]);
  return faults.found;
}
