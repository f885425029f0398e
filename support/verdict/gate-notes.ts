import { counted } from '../amounts/counted.ts';
import { daysLeft, type Exception } from './exceptions.ts';
import { isOfOtherTarget } from './figure-waivers.ts';
import type { RequirementVerdict, ScenarioVerdict, VerdictInputs } from './model.ts';
import { filesMeant } from './register-entries.ts';
import { inRelease } from './scenario-verdicts.ts';

/** Days before its expiry from which an entry is warned of. */
export const WARN_DAYS = 7;

/** Everything that the gate decides by. */
export interface Judged {
  readonly inputs: VerdictInputs;
  readonly scenarios: readonly ScenarioVerdict[];
  readonly requirements: readonly RequirementVerdict[];
  readonly fixed: readonly string[];
}

/** An entry about another release than the one in use, or about figures of another target, excuses nothing here: its end means nothing either. */
function concerning(inputs: VerdictInputs): readonly Exception[] {
  const { exceptions, runFile } = inputs;
  return exceptions.filter(
    (entry) =>
      (entry.type !== 'known-issue' || !runFile || inRelease(entry, inputs)) &&
      !isOfOtherTarget(entry, inputs),
  );
}

/** Entries that have expired: one sentence each, against GO. */
export function expiredOf(inputs: VerdictInputs): string[] {
  const { today } = inputs;
  return concerning(inputs).flatMap((entry) =>
    entry.type !== 'deviation' && daysLeft(entry, today) < 0
      ? [`${entry.at}: this ${entry.type} expired on ${entry.expires}`]
      : [],
  );
}

/** Entries that expire soon. */
export function expiringOf(inputs: VerdictInputs): string[] {
  const { today } = inputs;
  return concerning(inputs).flatMap((entry) => {
    const days = daysLeft(entry, today);
    return entry.type !== 'deviation' && days >= 0 && days <= WARN_DAYS
      ? [`${entry.at}: this ${entry.type} expires on ${entry.expires}, in ${counted(days, 'day')}`]
      : [];
  });
}

/** Checks whose text has changed since it was proven. */
export function unprovenOf({ requirements }: Judged): string[] {
  const changed = requirements
    .flatMap(({ checks }) => checks)
    .filter(({ provenOtherwise }) => provenOtherwise.length > 0);
  if (changed.length === 0) return [];
  const named = changed.slice(0, NAMED).map(({ check }) => check.id);
  const more = changed.length > NAMED ? ` and ${changed.length - NAMED} more` : '';
  return [
    `${counted(changed.length, 'check')} proven for another text than the one of this run, and so only claimed: ${named.join(', ')}${more}; npm run prove proves anew`,
  ];
}

/** How many checks a note names. */
const NAMED = 5;

/** Entries about a scenario that does not exist (any more) excuse nothing. */
export function strangersOf({ inputs, scenarios }: Judged): string[] {
  const defined = scenarios.map(({ scenario }) => scenario.defined);
  return inputs.exceptions.flatMap((entry) =>
    'scenario' in entry && filesMeant(entry, defined).length === 0
      ? [
          `${entry.at}: no scenario ${entry.feature === undefined ? '' : `of ${entry.feature} `}is called "${entry.scenario}": this ${entry.type} excuses nothing`,
        ]
      : [],
  );
}
