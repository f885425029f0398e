import type { SendOptions } from '../support/inference/client.ts';
import { isDisaggregated, readWork } from '../support/systems/kserve/requests/hand-over.ts';
import {
  inSession,
  newSession,
  type Session,
  type SessionWords,
} from '../support/systems/kserve/requests/sessions.ts';
import type { SuiteWorld } from '../support/world.ts';
import { it, session, work } from './slots.ts';

/** The session that a sentence means; one that begins is "the same session" from then on. */
export function sessionOf(world: SuiteWorld, words: SessionWords): Session {
  if (words === 'the same session') return world.require(session);
  const begun = newSession();
  world.remember(session, begun);
  return begun;
}

/** What a request of a session is sent with. */
export const optionsOf = (world: SuiteWorld, of: Session): SendOptions => ({
  ...inSession(world.words('kserve').text('the header of a session'), of),
  signal: world.signal,
});

/** Reads what the servers of a service with prefill pods have done so far; nothing of other services. */
export async function rememberWork(world: SuiteWorld): Promise<void> {
  const subject = world.require(it);
  if (isDisaggregated(subject)) world.remember(work, await readWork(world.cluster, subject));
}
