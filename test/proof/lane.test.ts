import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { Lane } from '../../support/proof/lane.ts';

const FAKE = [join(import.meta.dirname, 'fake-runner.ts')];
const asked = (id: string) => ({
  defect: { id, title: id, checks: ['A-1.1', 'A-1.2'] },
  scenarios: ['a.feature:2'],
});
const messages = ({ kills }: { kills: readonly { message: string }[] }) =>
  kills.map(({ message }) => message);

test('one process tries one defect after another', async (t) => {
  const lane = new Lane(60_000, FAKE);
  t.after(() => lane.close());
  assert.deepEqual(messages(await lane.try(asked('ends'))), ['trial 1']);
  assert.deepEqual(messages(await lane.try(asked('ends'))), ['trial 2']);
});

test('a trial that hangs is ended at its limit, keeps what it has shown, and does not harm the next one', async (t) => {
  const lane = new Lane(1_500, FAKE);
  t.after(() => lane.close());
  const hung = await lane.try(asked('hangs'));
  assert.deepEqual(messages(hung), ['trial 1']);
  assert.deepEqual(hung.survivals, ['did not end within 1.5 s: the rest was not reached']);
  const next = new Lane(60_000, FAKE);
  t.after(() => next.close());
  assert.deepEqual(messages(await next.try(asked('ends'))), ['trial 1']);
});

test('a runner that dies or loses its cluster is replaced, and the reason is told', async (t) => {
  const lane = new Lane(60_000, FAKE);
  t.after(() => lane.close());
  const dead = await lane.try(asked('dies'));
  assert.deepEqual(dead.kills, []);
  assert.deepEqual(dead.survivals, ['the process of the trial ended (3: out of luck)']);
  const broken = await lane.try(asked('breaks'));
  assert.deepEqual(broken.survivals, ['the embedded cluster is gone']);
  assert.deepEqual(messages(await lane.try(asked('ends'))), ['trial 1']);
});

test('a defect that nothing claims survives without a process', async () => {
  const trial = await new Lane().try({ ...asked('ends'), scenarios: [] });
  assert.deepEqual(trial.survivals, ['no scenario claims A-1.1, A-1.2']);
});
