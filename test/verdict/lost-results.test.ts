import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type { Envelope } from '@cucumber/messages';
import { type MessageStream, readMessageStream } from '../../support/verdict/message-stream.ts';
import { recordedRun } from '../../support/verdict/recorded-run.ts';
import { record, SAMPLES } from './samples/record.ts';

let whole: MessageStream;

before(async () => {
  whole = await readMessageStream(await record(`${SAMPLES.features}/claims.feature:8`));
});

const damagesOf = (change: (envelopes: readonly Envelope[]) => Envelope[], ...more: MessageStream[]) =>
  recordedRun([{ ...whole, file: 'a.ndjson', envelopes: change(whole.envelopes) }, ...more]).damages;

/** Everything that was recorded of scenarios from their start on. */
const isResult = (it: Envelope): boolean =>
  Boolean(it.testCaseStarted ?? it.testStepFinished ?? it.testCaseFinished ?? it.attachment);

const withoutResults = (envelopes: readonly Envelope[]): Envelope[] =>
  envelopes.filter((it) => !isResult(it));

const unsuccessful = (envelopes: readonly Envelope[], exception?: string): Envelope[] =>
  envelopes.map(({ testRunFinished, ...rest }) =>
    testRunFinished
      ? {
          testRunFinished: {
            ...testRunFinished,
            success: false,
            ...(exception !== undefined && { exception: { type: 'Error', message: exception } }),
          },
        }
      : rest,
  );

test('a recording as it was written lacks nothing', () => {
  assert.deepEqual(
    damagesOf((it) => [...it]),
    [],
  );
});

describe('a scenario that was selected and never started', () => {
  const NAMED =
    /^selected and never started, though the run has an end: .*claims\.feature:8 "A step decides by the comment above it"$/;

  test('is a damage where the run has an end', () => {
    const [damage, ...more] = damagesOf(withoutResults);
    assert.match(damage ?? '', NAMED);
    assert.deepEqual(more, []);
  });

  test('is none where the run has no end, failed as a whole, or a later one ran it', () => {
    assert.deepEqual(
      damagesOf((it) => withoutResults(it).filter(({ testRunFinished }) => !testRunFinished)),
      [],
    );
    assert.deepEqual(
      damagesOf((it) => unsuccessful(withoutResults(it), 'no target')),
      [],
    );
    assert.deepEqual(damagesOf(withoutResults, whole), []);
  });
});

describe('a run that says that it failed', () => {
  test('lacks what failed where it holds no failure', () => {
    assert.deepEqual(
      damagesOf((it) => unsuccessful(it)),
      ['a.ndjson says that its run failed, and holds no failure: what failed is lost'],
    );
  });

  test('lacks nothing with a failed step or an exception', async () => {
    assert.deepEqual(
      damagesOf((it) => unsuccessful(it, 'no target')),
      [],
    );
    assert.deepEqual(recordedRun([await readMessageStream(await record())]).damages, []);
  });
});
