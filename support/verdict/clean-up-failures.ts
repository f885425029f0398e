import type { Envelope } from '@cucumber/messages';
import { causeOf, plainText } from './plain-text.ts';

/** Media type of the message that says what a run could not clean up behind its scenarios: a list of sentences. */
const CLEAN_UP = 'application/vnd.llm-serving-acceptance.clean-up+json';

/** The message by which a run keeps what went wrong with its clean-up: an attachment of no scenario. */
export const cleanUpMessage = (problems: readonly string[]): Envelope => ({
  attachment: {
    mediaType: CLEAN_UP,
    contentEncoding: 'IDENTITY' as NonNullable<Envelope['attachment']>['contentEncoding'],
    body: JSON.stringify(problems),
  },
});

/** What went wrong with the clean-up of a run, one sentence each; none for every other message. */
export function cleanUpFailures({ attachment }: Envelope): string[] {
  if (attachment?.mediaType !== CLEAN_UP) return [];
  return problemsIn(attachment.body).map((problem) => `after the run: ${causeOf(plainText(problem))}`);
}

/** Text that was damaged on its way still says that something was left. */
function problemsIn(body: string): string[] {
  try {
    const problems: unknown = JSON.parse(body);
    if (Array.isArray(problems)) return problems.map(String);
  } catch {
    // Told as it stands.
  }
  return [body];
}
