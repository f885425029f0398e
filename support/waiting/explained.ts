import { WaitFailure } from './wait-failure.ts';

/** Passes a wait on; where it fails, the message ends with what another look at the system has to say. A look that fails adds nothing: the wait's own failure is what counts. */
export async function explained<T>(wait: Promise<T>, explain: () => Promise<string | undefined>): Promise<T> {
  try {
    return await wait;
  } catch (error) {
    if (!(error instanceof WaitFailure)) throw error;
    const more = await explain().catch(() => undefined);
    if (!more) throw error;
    throw new WaitFailure(`${error.message}; ${more}`, error.sentence, error.seen, error.cause);
  }
}
