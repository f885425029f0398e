import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import type { Connection } from './connection.ts';
import { type Conversation, loadConversations, type Needs } from './conversation.ts';
import { startApi, startCluster } from './embedded.ts';
import { replay } from './replay.ts';

const conversations = loadConversations(import.meta.dirname);

function among(...needs: Needs[]): Conversation[] {
  return conversations.filter((conversation) => needs.includes(conversation.needs));
}

async function holds(connection: Connection, conversation: Conversation): Promise<void> {
  const { exchanges } = await replay(connection, conversation);
  const faults = exchanges.flatMap(({ step, request, faults }) =>
    faults.map((fault) => `step ${step} (${request ?? 'events'}): ${fault}`),
  );
  deepStrictEqual(faults, []);
}

const api = await startApi();

describe('conversations with the API alone', { concurrency: 8 }, () => {
  after(() => api.close());
  for (const conversation of among('api', 'compaction'))
    it(`${conversation.topic}: ${conversation.title}`, () => holds(api, conversation));
});

const cluster = await startCluster();

describe('conversations with the whole cluster', { concurrency: 8 }, () => {
  after(() => cluster?.close());
  for (const conversation of among('controllers', 'nodes')) {
    it(`${conversation.topic}: ${conversation.title}`, {
      skip: cluster ? false : 'no cluster to start',
    }, async () => {
      if (cluster) await holds(cluster, conversation);
    });
  }
});

it('there are some sixty conversations, each with a title of its own', () => {
  strictEqual(new Set(conversations.map(({ title }) => title)).size, conversations.length);
  strictEqual(conversations.length >= 60, true, `${conversations.length} conversations`);
});
