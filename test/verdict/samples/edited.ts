import type { Envelope } from '@cucumber/messages';
import type { MessageStream } from '../../../support/verdict/message-stream.ts';

/** The same run on a text with one more comment, a day later. */
export const edited = (stream: MessageStream): MessageStream => ({
  ...stream,
  envelopes: stream.envelopes.map((envelope): Envelope => {
    const { source, testRunStarted } = envelope;
    if (source) return { source: { ...source, data: `${source.data}\n# edited\n` } };
    if (!testRunStarted) return envelope;
    const { timestamp } = testRunStarted;
    return {
      testRunStarted: { ...testRunStarted, timestamp: { ...timestamp, seconds: timestamp.seconds + 86_400 } },
    };
  }),
});

/** A recording whose failed steps are told otherwise, by their messages: what is undefined passed. */
export const retold = (
  stream: MessageStream,
  retell: (message: string) => string | undefined,
): MessageStream => ({
  ...stream,
  envelopes: stream.envelopes.map((envelope): Envelope => {
    const { testStepFinished: it, testRunFinished } = envelope;
    if (testRunFinished) return { testRunFinished: { ...testRunFinished, success: true } };
    if (!it) return envelope;
    const message = retell(it.testStepResult.message ?? '');
    const { duration } = it.testStepResult;
    const passed = { status: 'PASSED' as never, duration };
    const result = message === undefined ? passed : { ...it.testStepResult, message };
    return { testStepFinished: { ...it, testStepResult: result } };
  }),
});
