import type { Settings } from '../settings/settings.ts';
import type { Exception } from '../verdict/exceptions.ts';
import type { ScenarioVerdict } from '../verdict/model.ts';
import { completingCommand } from './repeat-command.ts';

/** What a reader of an issue can do about it, in one sentence. */
export function nextStep(
  { verdict, evidence, exceptions }: ScenarioVerdict,
  excused: boolean,
  settings: Settings | undefined,
): string {
  if (exceptions.length > 0 && excused) return spokenFor(exceptions);
  switch (verdict) {
    case 'known':
      return 'A known issue never excuses a check of P0: have it mended, or have a waiver approved.';
    case 'not-reached':
      return `Let it come to its end: ${completingCommand(settings)}`;
    case 'flaky':
      return 'Find out what differs between its attempts: one that passes in the end counts as flaky, not as passed.';
    case 'blocked':
      return `Mend what its Given needs, then judge what it blocked: ${completingCommand(settings)}`;
    default:
      return byClass(evidence?.class, settings);
  }
}

function byClass(
  looksLike: 'product' | 'environment' | 'suite' | undefined,
  settings: Settings | undefined,
): string {
  switch (looksLike) {
    case 'environment':
      return `Mend the environment, then judge again: ${completingCommand(settings)}`;
    case 'suite':
      return 'Mend the feature or its step: the failure is a mistake of the suite, not of the product.';
    case 'product':
      return 'Report it to whoever owns the product, with the evidence; a waiver needs an approver and a day on which it expires.';
    default:
      return 'Repeat it alone, and look at what it says: nothing was captured.';
  }
}

/** Where several speak for it, it is nobody's any more on the day on which the first of them ends. */
function spokenFor(entries: readonly Exception[]): string {
  const named = entries.map(({ type, at }) => `the ${type} at ${at}`).join(' and ');
  const speak = `${named} ${entries.length === 1 ? 'speaks' : 'speak'} for it`;
  const [first] = entries.flatMap((entry) => ('expires' in entry ? [entry.expires] : [])).sort();
  return first === undefined ? `Nothing: ${speak}.` : `Nothing before ${first}: until then ${speak}.`;
}
