/** The environment, not the product, is at fault: the message names what was tried, where, and the next step. */
export class EnvironmentError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'EnvironmentError';
  }
}

/** Something answered that is not the Kubernetes API: the message says what is odd about the answer. */
export class ForeignAnswer extends EnvironmentError {
  constructor(message: string, cause?: unknown) {
    super(message, cause);
    this.name = 'ForeignAnswer';
  }
}

/** The run was told to stop: nothing may be created or changed any more. */
export class WritesRefused extends Error {
  constructor(what: string, reason: string) {
    super(`${what} refused: ${reason}`);
    this.name = 'WritesRefused';
  }
}

/**
 * The message of anything that was thrown, with those of its causes: undici hides the reason in the cause. An
 * `EnvironmentError` is a whole sentence already.
 */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof EnvironmentError) return error.message;
  if (error instanceof AggregateError && error.message === '') return error.errors.map(messageOf).join(', ');
  const cause = error.cause instanceof Error ? messageOf(error.cause) : '';
  return cause && !error.message.includes(cause) ? `${error.message} (${cause})` : error.message;
}

/** Node's or undici's code of a failed connection: `ECONNREFUSED`. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return codeOf(error.cause);
}
