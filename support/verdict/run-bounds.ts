import type { Envelope, Timestamp } from '@cucumber/messages';
import type { MessageIndex } from './attempts.ts';
import type { RecordedScenario } from './recorded-run.ts';

/** When the run of one file began and ended, as far as it is recorded. */
export interface Bounds {
  readonly started?: Date;
  readonly finished?: Date;
  /** It came as far as to say which scenarios it would run. */
  readonly cases: boolean;
}

export function boundsOf(envelopes: readonly Envelope[]): Bounds {
  const started = envelopes.find((envelope) => envelope.testRunStarted)?.testRunStarted?.timestamp;
  const finished = envelopes.findLast((envelope) => envelope.testRunFinished)?.testRunFinished?.timestamp;
  return {
    ...(started && { started: dateOf(started) }),
    ...(finished && { finished: dateOf(finished) }),
    cases: envelopes.some(({ testCase }) => testCase !== undefined),
  };
}

/** A run without an end lasted until the end of its last scenario. */
export function spanOf(
  started: Date,
  finished: Date | undefined,
  { ends }: MessageIndex,
): { start: number; end: number } {
  const start = started.getTime();
  const last = [...ends.values()].reduce((latest, end) => Math.max(latest, end.getTime()), start);
  return { start, end: finished?.getTime() ?? last };
}

/** A run without an end is made whole by a later one, if everything that was selected has come to its end since. */
export function completed(
  { started, cases }: Bounds,
  scenarios: readonly RecordedScenario[],
  starts: readonly Date[],
): boolean {
  const later = started !== undefined && starts.some((start) => start > started);
  const whole = scenarios.every(
    ({ selected, attempts }) => !selected || attempts.at(-1)?.endedAt !== undefined,
  );
  return later && cases && whole;
}

export const earlier = (a: Date, b: Date): number => a.getTime() - b.getTime();

export const dateOf = (timestamp: Timestamp): Date =>
  new Date(timestamp.seconds * 1_000 + timestamp.nanos / 1e6);
