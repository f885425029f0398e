import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Envelope } from '@cucumber/messages';
import { StoppedMessages } from '../../support/coordinator/stopped-messages.ts';
import { CHECK_RESULTS } from '../../support/judging/check-results.ts';

const rows = (verdict: string): Envelope =>
  ({
    attachment: {
      testCaseStartedId: 'a',
      testStepId: 's',
      mediaType: CHECK_RESULTS,
      body: JSON.stringify([
        { id: 'LB-001.1', verdict: 'passed' },
        { id: 'LB-001.2', verdict },
      ]),
    },
  }) as Envelope;
const ended = (status: string): Envelope =>
  ({ testStepFinished: { testCaseStartedId: 'a', testStepId: 's', testStepResult: { status } } }) as Envelope;

test('what fails once a run was stopped was stopped too: the step, and the rows by which it fails', () => {
  const messages = new StoppedMessages();
  messages.hear({ testCaseStarted: { id: 'a' } } as Envelope);
  const kept = [rows('failed'), ended('FAILED'), rows('passed'), ended('PASSED')].map((it) =>
    messages.belongs(it),
  );
  assert.deepEqual(kept, [false, false, true, true]);
});
