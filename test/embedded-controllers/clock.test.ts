import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startClock } from '../../fixtures/embedded/clock.ts';

const clock = startClock(120);
after(() => clock.stop());

test('what is due runs in the order of its time, then of its asking', async () => {
  const ran: string[] = [];
  clock.after(20, () => ran.push('late'));
  clock.after(10, () => ran.push('early'));
  clock.after(10, () => ran.push('early, asked later'));
  await clock.sleep(30);
  assert.deepEqual(ran, ['early', 'early, asked later', 'late']);
});

test('what was cancelled does not run, also when its time came together with that of who cancels it', async () => {
  const ran: string[] = [];
  clock.after(10, () => cancel());
  const cancel = clock.after(10, () => ran.push('cancelled'));
  await clock.sleep(20);
  assert.deepEqual(ran, []);
});

test('nothing that is due runs behind the end of the clock', async () => {
  const own = startClock(120);
  const ran: string[] = [];
  own.after(10, () => own.stop());
  own.after(10, () => ran.push('behind the end'));
  await clock.sleep(5_000);
  assert.deepEqual(ran, []);
});

test('a sleep ends with its signal, and leaves nothing behind on it', async () => {
  const stop = new AbortController();
  const asleep = clock.sleep(600_000, stop.signal);
  stop.abort(new Error('woken'));
  await assert.rejects(asleep, /woken/);
  await assert.rejects(clock.sleep(0, stop.signal), /woken/);
});
