import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type { Envelope } from '@cucumber/messages';
import { currentTexts } from '../../support/verdict/current-texts.ts';
import { decideScenario } from '../../support/verdict/decide.ts';
import { type MessageStream, readMessageStream } from '../../support/verdict/message-stream.ts';
import { causeOf } from '../../support/verdict/plain-text.ts';
import { recordedRun } from '../../support/verdict/recorded-run.ts';
import { edited, retold } from './samples/edited.ts';
import { record, SAMPLES } from './samples/record.ts';

const FEATURE = `${SAMPLES.features}/claims.feature`;
let whole: MessageStream;
let one: MessageStream;

before(async () => {
  whole = await readMessageStream(await record(FEATURE));
  one = await readMessageStream(await record(`${FEATURE}:8`));
});

/** What went wrong under an older text and not so under the newer one. */
const toldBefore = (streams: readonly MessageStream[]): string[] =>
  recordedRun(streams).outdated.map(
    ({ scenario, called, file }) => `${called} in ${file}: ${causeOf(decideScenario(scenario).reason)}`,
  );

const ran = (stream: MessageStream): number => recordedRun([stream]).scenarios.filter(selected).length;
const selected = ({ selected: it }: { selected: boolean }): boolean => it;

describe('of a feature that was edited between two runs', () => {
  test('each scenario that the newer run did not run again is named: its failure does not disappear', () => {
    const { damages } = currentTexts([whole, edited(one)]);
    assert.equal(damages.length, ran(whole) - 1);
    const lost = damages.filter((damage) => damage.includes('"Rows are judged one by one"'));
    assert.deepEqual(lost, [
      `${FEATURE} has changed since ${whole.file}: "Rows are judged one by one" has not run since, and what that run says of it does not count`,
    ]);
    assert.ok(!damages.some((damage) => damage.includes('A step decides by the comment above it')));
  });

  test('nothing is lost where everything ran again, or where the text is the same', () => {
    assert.deepEqual(currentTexts([whole, edited(whole)]).damages, []);
    assert.deepEqual(currentTexts([whole, edited(one), edited(whole)]).damages, []);
    assert.deepEqual(currentTexts([whole, one]).damages, []);
    // What the older run was to run of the older text is nothing that its recording lacks now.
    assert.deepEqual(recordedRun([whole, edited(whole)]).damages, []);
  });

  test('what failed under the older text and not under the newer one is told with its cause', () => {
    const passed = retold(whole, () => undefined);
    for (const streams of [
      [whole, edited(passed)],
      [edited(passed), whole],
    ]) {
      const run = recordedRun(streams);
      assert.deepEqual(run.damages, []);
      const told = toldBefore(streams).filter((failure) => failure.includes('What stands behind a failure'));
      assert.deepEqual(told, [
        `"What stands behind a failure is not reached" in ${whole.file}: no route there`,
      ]);
      assert.ok(run.outdated.length > 1);
      assert.ok(!toldBefore(streams).join().includes('A step decides by the comment above it'));
      assert.deepEqual(run.failures, []);
    }
    assert.deepEqual(toldBefore([whole, edited(whole)]), [], 'what failed again is told there');
    assert.deepEqual(toldBefore([whole, edited(one)]), [], 'what did not run again is lost');
  });

  test('another failure under the newer text does not speak for the one under the older', () => {
    const otherwise = edited(retold(whole, (message) => (message === '' ? '' : 'a known one')));
    assert.ok(
      toldBefore([whole, otherwise]).includes(
        `"What stands behind a failure is not reached" in ${whole.file}: no route there`,
      ),
    );
  });

  test('a scenario that the newer run selected and never began is lost all the same', () => {
    const newer = edited(whole);
    const none = newer.envelopes.filter(({ testCaseStarted }) => testCaseStarted === undefined);
    assert.equal(currentTexts([whole, { ...newer, envelopes: none }]).damages.length, ran(whole));
  });

  test('rows of one title are told apart', () => {
    const title = 'Every row is called so';
    const renamed = ({ envelopes, ...rest }: MessageStream): MessageStream => ({
      ...rest,
      envelopes: envelopes.map((it) => (it.pickle ? { pickle: { ...it.pickle, name: title } } : it)),
    });
    const { damages } = currentTexts([renamed(whole), edited(renamed(one))]);
    assert.equal(damages.length, ran(whole) - 1);
    assert.ok(damages[0]?.includes(`"${title}" (2) has not run since`));
  });
});

test('a recording of many features is not read once for each of them', () => {
  const files = Array.from({ length: 300 }, (_, index) => `features/${index}.feature`);
  let reads = 0;
  const counted = (envelope: Envelope): Envelope =>
    new Proxy(envelope, {
      get: (target, key) => {
        reads += 1;
        return Reflect.get(target, key);
      },
    });
  const envelopes = files.flatMap((uri, index): Envelope[] => [
    { source: { uri, data: uri, mediaType: 'text/x.cucumber.gherkin+plain' as never } },
    ...Array.from({ length: 20 }, (_, row) => ({
      pickle: { id: `${index}-${row}`, uri, name: 'x', language: 'en', steps: [], tags: [], astNodeIds: [] },
    })),
  ]);
  assert.deepEqual(currentTexts([{ ...whole, envelopes: envelopes.map(counted) }]).damages, []);
  assert.ok(reads <= 10 * envelopes.length, `${reads} reads of ${envelopes.length} messages`);
});
