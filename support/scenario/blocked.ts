/** The scenario cannot be judged because of something that failed before it; the first cause stands in the message. */
export class BlockedError extends Error {
  constructor(cause: string) {
    super(`blocked: ${cause}`);
    this.name = 'BlockedError';
  }
}
