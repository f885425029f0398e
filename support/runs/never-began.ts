import { readMessageStream } from '../verdict/message-stream.ts';
import { NEVER_BEGAN } from '../verdict/recorded-run.ts';

/**
 * Whether a recording is the whole one of a run that ended before it began (mistakes in what it was given, say): it planned
 * nothing, and nothing of the system was looked at. One that is damaged, cut off or without an end may have been anything.
 */
export async function neverBegan(recording: string): Promise<boolean> {
  const { envelopes, mark, damages } = await readMessageStream(recording);
  const end = envelopes.at(-1)?.testRunFinished;
  return (
    damages.length === 0 &&
    mark?.planned.length === 0 &&
    end?.exception?.type === NEVER_BEGAN &&
    !envelopes.some(({ testCase }) => testCase)
  );
}
