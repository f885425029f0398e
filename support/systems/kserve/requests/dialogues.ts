import type { Cluster } from '../../../cluster/cluster.ts';
import { type ChatMessage, type SendOptions, summaryOf } from '../../../inference/client.ts';
import { parseBody } from '../../../inference/response-faults.ts';
import type { FiguresOf } from '../../../metrics/figure-names.ts';
import { type Asked, answerMustBeComplete, askAll, type Endpoint } from './requests.ts';
import type { Session } from './sessions.ts';

/** Tokens of an answer whose time is taken: so few that what is measured is the work on the prompt. */
const FEW_TOKENS = 5;

/** Short words, so that a text has about as many tokens as words. */
const WORDS =
  'one day the sun rose over a small town and all who lived there went out to see what it would bring'.split(
    ' ',
  );

/** A text that no other session shares a beginning with: no cache of another session can answer for it. */
export function textOf({ id }: Session, words: number): string {
  const text = Array.from({ length: words }, (_, index) => WORDS[index % WORDS.length]);
  return `Text ${id}: ${text.join(' ')}.`;
}

/** The messages of a session that begins with a text to talk about. */
export const aboutText = (session: Session, words: number): ChatMessage[] => [
  { role: 'system', content: textOf(session, words) },
];

/** What was said so far: the messages of a question and its answer. Throws when it was not answered. */
export function saidIn({ to, request, exchange }: Asked): ChatMessage[] {
  const { choices } = (parseBody(exchange.body).value ?? {}) as {
    choices?: { message?: { content?: string } }[];
  };
  const content = choices?.[0]?.message?.content;
  if (content === undefined)
    throw new Error(`${to}: expected an answer to go on from, got ${summaryOf(exchange)}`);
  return [...request.messages, { role: 'assistant', content }];
}

/** A question whose answer came, and the next one of the same session. */
export interface Dialogue {
  readonly first: Asked;
  readonly followUp: Asked;
}

/**
 * In each session asks a question about a text of its own, then in each of them another one: who remembers the latest session
 * only begins anew with the others. Throws when one is not answered.
 */
export async function holdDialogues(
  cluster: Cluster,
  endpoint: Endpoint,
  sessions: readonly { session: Session; options: SendOptions }[],
  words: number,
): Promise<Dialogue[]> {
  const ask = async (messages: ChatMessage[], content: string, options: SendOptions): Promise<Asked> => {
    const asked = await askShortly(cluster, endpoint, messages, content, options);
    answerMustBeComplete(asked);
    return asked;
  };
  const begun: { first: Asked; options: SendOptions }[] = [];
  for (const { session, options } of sessions)
    begun.push({ first: await ask(aboutText(session, words), 'What happened that day?', options), options });
  const dialogues: Dialogue[] = [];
  for (const { first, options } of begun)
    dialogues.push({ first, followUp: await ask(saidIn(first), 'And then?', options) });
  return dialogues;
}

/** Asks for an answer of a few tokens. */
export const askShortly = (
  cluster: Cluster,
  endpoint: Endpoint,
  before: readonly ChatMessage[],
  content: string,
  options: SendOptions,
): Promise<Asked> => askAll(cluster, endpoint, [...before, { role: 'user', content }], FEW_TOKENS, options);

/** How much sooner the follow-ups of dialogues were answered than what they followed. The shortest times count: what a busy machine adds, it adds to every other one. */
export function dialogueFigures(dialogues: readonly Dialogue[]): FiguresOf<'dialogues'> {
  const shortest = (which: keyof Dialogue) =>
    Math.min(...dialogues.map((dialogue) => dialogue[which].exchange.latency));
  const [first, followUp] = [shortest('first'), shortest('followUp')];
  return {
    'shortest latency of first answers': first,
    'shortest latency of follow-ups': followUp,
    'latency of follow-ups in percent of first answers': (100 * followUp) / first,
  };
}
