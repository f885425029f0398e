/**
 * Records what a real cluster answers to the conversations, one JSON file each, normalised:
 *
 *     npx node test/conversations/record.ts --kubeconfig FILE [--context NAME] --out FOLDER [--only TEXT]
 *
 * Prints a line for each conversation: what differed from the expectation that the embedded cluster meets. Exit 1 when anything did.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { call, kubeconfigConnection } from './connection.ts';
import { loadConversations } from './conversation.ts';
import { normalise } from './normalise.ts';
import { replay } from './replay.ts';

const { values } = parseArgs({
  options: {
    kubeconfig: { type: 'string' },
    context: { type: 'string' },
    out: { type: 'string' },
    only: { type: 'string' },
  },
});

if (!values.kubeconfig || !values.out) {
  console.error('[record] expected --kubeconfig FILE and --out FOLDER');
  process.exit(2);
}

const connection = await kubeconfigConnection(values.kubeconfig, values.context);
const { body: version } = await call(connection, { method: 'GET', path: '/version' });
mkdirSync(values.out, { recursive: true });
let different = 0;
for (const conversation of loadConversations(import.meta.dirname)) {
  const { title, topic, needs } = conversation;
  if (needs === 'compaction' || !`${topic} ${title}`.includes(values.only ?? '')) continue;
  const transcript = await replay(connection, conversation, { stopAtFault: false });
  const faults = transcript.exchanges.flatMap((exchange) =>
    exchange.faults.map((fault) => `step ${exchange.step}: ${fault}`),
  );
  const file = `${topic}--${title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}.json`;
  writeFileSync(
    join(values.out, file),
    `${JSON.stringify(normalise({ version, ...transcript }), null, 2)}\n`,
  );
  console.log(
    `[record] ${topic}: ${title}: ${faults.length === 0 ? 'as expected' : `${faults.length} differences`}`,
  );
  for (const fault of faults) console.log(`         ${fault}`);
  if (faults.length > 0) different += 1;
}
await connection.close();
process.exitCode = different === 0 ? 0 : 1;
