/** A wait ended without its condition: too late, hopeless, given up or stopped. The message says what, how long, what was last seen and where to look. */
export class WaitFailure extends Error {
  /** What was awaited. */
  readonly sentence: string;
  /** What the last look saw. */
  readonly seen: string;

  constructor(message: string, sentence: string, seen: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'WaitFailure';
    this.sentence = sentence;
    this.seen = seen;
  }
}

/** An error that another look cannot cure: the API server's verdict on who asks or on what was asked. */
export function isFinal(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === 'WritesRefused' || error.name === 'WaitFailure') return true;
  return error.name === 'ApiRefusal' && 'code' in error && [401, 403, 422].includes(Number(error.code));
}
