import type { Settings } from '../settings/settings.ts';
import { shellCommand } from '../shell.ts';
import type { ScenarioVerdict, Verdicts } from '../verdict/model.ts';
import { selectionOf } from '../verdict/totals.ts';
import type { ExceptionLine } from './exception-line.ts';
import { completingCommand, placeVariables } from './repeat-command.ts';

/**
 * What a reader of an issue can do about it, in one sentence. `entries` of the register are about any of its scenarios; they speak for
 * all of them where it is excused.
 */
export function nextStep(
  { verdict, evidence }: Pick<ScenarioVerdict, 'verdict' | 'evidence'>,
  { excused, exceptions }: { readonly excused: boolean; readonly exceptions: readonly ExceptionLine[] },
  settings: Settings | undefined,
): string {
  const speaking = exceptions.filter(({ type, daysLeft = 0 }) => type !== 'deviation' && daysLeft >= 0);
  if (excused && speaking.length > 0) return spokenFor(speaking);
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

/** What to do about what failed before its feature was mended: a repeat never takes it back. */
export function mendedFeature({ scenarios, inputs }: Pick<Verdicts, 'scenarios' | 'inputs'>): string {
  const alike = selectionOf(scenarios).left > 0 ? 'with the same filters and ' : '';
  const command = shellCommand(placeVariables(inputs.runFile?.settings), 'npm run acceptance', []);
  return `A new text takes no failure away: find out why it went wrong; where only the feature was wrong, a run ${alike}without RERUN begins anew: ${command}`;
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
function spokenFor(entries: readonly ExceptionLine[]): string {
  const named = entries.map(({ type, at }) => `the ${type} at ${at}`).join(' and ');
  const speak = `${named} ${entries.length === 1 ? 'speaks' : 'speak'} for it`;
  const [first] = entries.flatMap(({ expires }) => expires ?? []).sort();
  return first === undefined ? `Nothing: ${speak}.` : `Nothing before ${first}: until then ${speak}.`;
}
