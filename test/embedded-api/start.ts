import type { TestContext } from 'node:test';
import { request } from 'undici';
import type { Fields } from '../../fixtures/embedded/api-server/api.ts';
import { type ApiServer, createApiServer } from '../../fixtures/embedded/api-server/server.ts';
import { startClock } from '../../fixtures/embedded/clock.ts';
import { type Defect, defectsOf } from '../../fixtures/embedded/defects/defect.ts';
import { seeded } from '../../fixtures/embedded/random.ts';

/** An answer of the API server: parsed when it is JSON. */
export interface Answer {
  code: number;
  headers: Record<string, string | string[] | undefined>;
  body: Fields;
}

export interface Sent {
  body?: unknown;
  type?: string;
  headers?: Record<string, string>;
}

/** A running API server and a raw HTTP client for it. */
export interface Running {
  server: ApiServer;
  url: string;
  call(method: string, path: string, sent?: Sent): Promise<Answer>;
}

/** Starts an API server for one test. */
export async function start(test: TestContext, defects: Defect[] = []): Promise<Running> {
  const clock = startClock(60);
  const server = createApiServer({ clock, random: seeded(1), defects: defectsOf(defects) });
  const url = await server.listen();
  test.after(async () => {
    clock.stop();
    await server.close();
  });
  return { server, url, call: (method, path, sent) => call(url, method, path, sent) };
}

async function call(url: string, method: string, path: string, sent: Sent = {}): Promise<Answer> {
  const { body, type = 'application/json', headers = {} } = sent;
  const response = await request(url + path, {
    method: method as 'GET',
    headers: { ...(body === undefined ? {} : { 'content-type': type }), ...headers },
    body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.body.text();
  const json = String(response.headers['content-type']).startsWith('application/json');
  return { code: response.statusCode, headers: response.headers, body: json ? JSON.parse(text) : text };
}

/** Reads the events of a watch until `enough` of them came, then leaves. */
export async function watchEvents(url: string, path: string, enough: number): Promise<Fields[]> {
  const events: Fields[] = [];
  const leave = new AbortController();
  const response = await request(url + path, { signal: leave.signal });
  let rest = '';
  for await (const chunk of response.body) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    events.push(...lines.map((line) => JSON.parse(line)));
    if (events.length >= enough) break;
  }
  leave.abort();
  return events;
}

export const configMap = (name: string, data: Record<string, string> = {}, labels = {}) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, labels },
  data,
});

export const deployment = (name: string, replicas = 1) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name },
  spec: {
    replicas,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: { containers: [{ name: 'main', image: 'app:1' }] },
    },
  },
});

export const pod = (name: string, spec: Fields = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'default' },
  spec: { containers: [{ name: 'main', image: 'app:1' }], ...spec },
});
