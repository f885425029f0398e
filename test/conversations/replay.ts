import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type Answer, type Connection, call } from './connection.ts';
import type { Conversation, Step } from './conversation.ts';
import { fill, type Kept, valueAt } from './fill.ts';
import { differences } from './match.ts';
import { openWatch, type Watch } from './watch.ts';

/** How long an `eventually` step asks again, real ms. */
const EVENTUALLY = 20_000;
const PAUSE = 50;

/** One step as it went. */
export interface Exchange {
  readonly step: number;
  readonly request?: string;
  readonly body?: unknown;
  readonly status?: number;
  readonly answer?: unknown;
  readonly events?: readonly unknown[];
  /** What was expected and did not hold. */
  readonly faults: readonly string[];
}

export interface Transcript {
  readonly title: string;
  readonly topic: string;
  readonly exchanges: readonly Exchange[];
}

interface Run {
  readonly connection: Connection;
  readonly kept: Kept;
  readonly watches: Map<string, Watch>;
}

/**
 * Runs one conversation in a namespace of its own and deletes it afterwards. Goes on after a step that did not hold unless `stopAtFault`,
 * so that a recording is whole.
 */
export async function replay(
  connection: Connection,
  conversation: Conversation,
  { stopAtFault = true } = {},
): Promise<Transcript> {
  const namespace = `conversation-${randomBytes(4).toString('hex')}`;
  const run: Run = { connection, kept: new Map([['ns', namespace]]), watches: new Map() };
  await createNamespace(connection, namespace);
  const exchanges: Exchange[] = [];
  try {
    for (const [index, step] of conversation.steps.entries()) {
      const exchange = await take(run, step, index + 1);
      exchanges.push(exchange);
      if (stopAtFault && exchange.faults.length > 0) break;
    }
  } finally {
    for (const watch of run.watches.values()) watch.close();
    await call(connection, { method: 'DELETE', path: `/api/v1/namespaces/${namespace}` });
  }
  return { title: conversation.title, topic: conversation.topic, exchanges };
}

async function createNamespace(connection: Connection, name: string): Promise<void> {
  const body = { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
  const headers = { 'content-type': 'application/json' };
  const { status, body: answer } = await call(connection, {
    method: 'POST',
    path: '/api/v1/namespaces',
    headers,
    body,
  });
  if (status !== 201)
    throw new Error(`namespace ${name}: expected 201, got ${status} ${JSON.stringify(answer)}`);
}

async function take(run: Run, step: Step, number: number): Promise<Exchange> {
  if (step.compact) {
    run.connection.compact?.();
    return { step: number, faults: run.connection.compact ? [] : ['this server cannot be told to compact'] };
  }
  if (step.events !== undefined) return readEvents(run, step, number);
  if (step.watch !== undefined) return startWatch(run, step, number);
  return ask(run, step, number);
}

async function ask(run: Run, step: Step, number: number): Promise<Exchange> {
  const filled = fill(step, run.kept);
  const [method = '', path = ''] = (filled.request ?? '').split(' ', 2);
  const headers = {
    ...(filled.body === undefined ? {} : { 'content-type': filled.type ?? 'application/json' }),
    ...filled.headers,
  };
  const deadline = performance.now() + (step.eventually ? EVENTUALLY : 0);
  let answer: Answer;
  let faults: string[];
  do {
    answer = await call(run.connection, { method, path, headers, body: filled.body });
    faults = judge(filled, answer);
    if (faults.length === 0 || performance.now() >= deadline) break;
    await pause(PAUSE);
  } while (performance.now() < deadline);
  if (faults.length === 0) faults = keep(run.kept, step, answer);
  return {
    step: number,
    request: filled.request ?? '',
    ...(filled.body === undefined ? {} : { body: filled.body }),
    status: answer.status,
    answer: answer.body,
    faults,
  };
}

function judge(step: Step, answer: Answer): string[] {
  const faults =
    answer.status === step.status
      ? []
      : [`expected status ${step.status}, got ${answer.status} ${JSON.stringify(answer.body)}`];
  if (step.answer !== undefined) faults.push(...differences(step.answer, answer.body));
  for (const [name, expected] of Object.entries(step.header ?? {}))
    faults.push(...differences(expected, answer.headers[name], `header ${name}`));
  return faults;
}

function keep(kept: Kept, step: Step, answer: Answer): string[] {
  return Object.entries(step.keep ?? {}).flatMap(([name, path]) => {
    const value = valueAt(answer.body, path);
    if (value === undefined) return [`${path}: expected a value to keep, got none`];
    kept.set(name, String(value));
    return [];
  });
}

async function startWatch(run: Run, step: Step, number: number): Promise<Exchange> {
  const { request = '', watch: name = '' } = fill(step, run.kept);
  const watch = await openWatch(run.connection, request.split(' ')[1] ?? '');
  run.watches.set(name, watch);
  const wanted = step.status ?? 200;
  const faults = watch.status === wanted ? [] : [`expected status ${wanted}, got ${watch.status}`];
  return { step: number, request, status: watch.status, faults };
}

async function readEvents(run: Run, step: Step, number: number): Promise<Exchange> {
  const watch = run.watches.get(step.events ?? '');
  if (!watch) return { step: number, faults: [`no watch is called ${step.events}`] };
  const found: unknown[] = [];
  const faults: string[] = [];
  for (const [index, expected] of (step.expect ?? []).entries()) {
    const event = await nextEvent(watch);
    if (event instanceof Error)
      return { step: number, events: found, faults: [`event ${index + 1}: ${event.message}`] };
    found.push(event);
    faults.push(...differences(fill(expected, run.kept), event, `event ${index + 1}`));
  }
  if (step.ended) {
    const extra = await nextEvent(watch);
    if (extra !== undefined)
      faults.push(
        `expected the end of the watch, got ${String(extra instanceof Error ? extra.message : JSON.stringify(extra))}`,
      );
  }
  return { step: number, events: found, faults };
}

async function nextEvent(watch: Watch): Promise<unknown> {
  try {
    return (await watch.next()) ?? undefined;
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
}
