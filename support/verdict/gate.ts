import { counted } from '../amounts/counted.ts';
import { isSimulated } from '../settings/simulated.ts';
import { checkVerdicts, isExcused, keysLeftOpen, leavesOpen } from './excused.ts';
import { expiredOf, expiringOf, type Judged, strangersOf, unprovenOf } from './gate-notes.ts';
import type { FiguresForGate } from './metrics-model.ts';
import type { Gate, ScenarioVerdict, VerdictInputs } from './model.ts';
import { outdatedFailures } from './outdated-failures.ts';
import { podImageNotes } from './pod-images.ts';
import { worstPlace } from './requirement-verdicts.ts';
import { type Reservations, reservationsOf } from './reservations.ts';
import { type LeftOutSystem, leftOutSystems, leftOutText } from './target-systems.ts';
import { isTrouble, standsAgainst, VERBS, type Verdict } from './verdicts.ts';

/**
 * Decides. Whatever failed, was blocked, flaky or not reached fails the gate at any priority unless an entry of the
 * register excuses it; a P0 or P1 check that was skipped, filtered out or that nothing decides keeps it PARTIAL. `figures` is what those of the run mean for it.
 */
export function gateOf(judged: Judged, figures: FiguresForGate): Gate {
  const { told, alone } = failuresOf(judged);
  const outdated = outdatedFailures(judged);
  const otherBlockers = [...alone, ...expiredOf(judged.inputs), ...figures.blockers];
  const blockers = [...told, ...outdated.outdatedFailures.map(({ sentence }) => sentence), ...otherBlockers];
  const reservations = reservationsOf(judged, figures.open);
  const { doubts, unseen } = reservations;
  const missing = [...doubts, ...unseen];
  const leftOut = leftOutSystems(judged.inputs);
  const notes = [
    ...(judged.inputs.warnings ?? []),
    ...expiringOf(judged.inputs),
    ...judged.fixed,
    ...strangersOf(judged),
    ...outdated.excused,
    ...figures.excused,
    ...figures.notes,
    ...unprovenOf(judged),
    ...podImageNotes(judged.inputs.run.scenarios),
    ...leftOut.map(leftOutText),
  ];
  const { excused: excusedFigures } = figures;
  const all = {
    blockers,
    outdatedFailures: outdated.outdatedFailures,
    otherBlockers,
    excusedFigures,
    missing,
    doubts,
    unseen,
    leftOut,
    notes,
  };
  return { ...decide(judged, all, reservations), ...all };
}

function decide(
  { inputs, scenarios }: Judged,
  {
    blockers,
    excusedFigures,
    missing,
    leftOut,
  }: Pick<Gate, 'blockers' | 'excusedFigures' | 'missing' | 'leftOut'>,
  { inOneSentence, lost }: Pick<Reservations, 'inOneSentence' | 'lost'>,
): Pick<Gate, 'decision' | 'exitCode' | 'because'> {
  if (inputs.problems.length > 0)
    return { decision: 'INVALID', exitCode: 2, because: 'the files that judge the run have mistakes' };
  if (inputs.run.interrupted)
    return {
      decision: 'INTERRUPTED',
      exitCode: 130,
      because: 'the run has no end: what follows is what it got to',
    };
  const ran = scenarios.filter(({ verdict }) => !NOT_LOOKED_AT.includes(verdict));
  if (ran.length === 0)
    return { decision: 'NOTHING JUDGED', exitCode: 2, because: nothingBecause(inputs, scenarios) };
  if (blockers.length > 0)
    return {
      decision: 'NO-GO',
      exitCode: 1,
      because: `${counted(blockers.length, 'thing')} ${blockers.length === 1 ? 'stands' : 'stand'} against it`,
    };
  const selected =
    inOrder(ran.filter((scenario) => !leavesOpen(scenario))) +
    figuresText(excusedFigures) +
    notPartOf(leftOut);
  if (missing.length > 0)
    return {
      decision: 'PARTIAL',
      // A pipeline must not pass by losing a part, a line, or what says where the run was and what was promised there.
      exitCode: lost ? 1 : 0,
      because: `${selected}, but ${inOneSentence}`,
    };
  if (isSimulated(inputs.runFile))
    return {
      decision: 'REHEARSAL',
      exitCode: 0,
      because: `${selected}; a simulated cluster signs nothing off`,
    };
  return { decision: 'GO', exitCode: 0, because: selected };
}

/** Nothing blocks any more: what is in trouble all the same is excused. */
function inOrder(ran: readonly ScenarioVerdict[]): string {
  const excused = ran.filter(({ verdict }) => verdict === 'known' || isTrouble(verdict)).length;
  const all = `${counted(ran.length, 'scenario')} that ran ${ran.length === 1 ? 'is' : 'are'} in order`;
  return excused === 0 ? all : `${all} or excused by the register (${excused} excused)`;
}

const figuresText = ({ length }: readonly string[]): string =>
  length === 0 ? '' : `; ${counted(length, 'figure')} excused by the register`;

const notPartOf = (leftOut: readonly LeftOutSystem[]): string =>
  leftOut.length === 0 ? '' : ` (not part of this target: ${leftOut.map(({ id }) => id).join(', ')})`;

const NOT_LOOKED_AT: readonly Verdict[] = ['not-run', 'skipped', 'not-promised'];

function nothingBecause({ run }: VerdictInputs, scenarios: readonly ScenarioVerdict[]): string {
  if (run.failures[0]) return run.failures[0];
  const skipped = scenarios.filter(({ verdict }) => verdict === 'skipped');
  const reasons = [...new Set(skipped.map(({ reason }) => reason ?? 'no reason given'))];
  if (reasons.length > 0) return `every selected scenario was skipped: ${reasons.join(' · ')}`;
  return scenarios.some(({ scenario }) => scenario.selected)
    ? 'no selected scenario started'
    : 'no scenario was selected';
}

/** What failed: `told` is one sentence for each failure of the run and scenario, `alone` one for each check that no such scenario explains. */
function failuresOf({ inputs, scenarios, requirements }: Judged): { told: string[]; alone: string[] } {
  const checks = checkVerdicts(requirements);
  const troubled = scenarios.filter(({ verdict }) => isTrouble(verdict));
  const blocking = troubled.filter((scenario) => !isExcused(scenario, checks) && !leavesOpen(scenario));
  const explained = new Set(blocking.map(({ scenario }) => scenario.defined.key));
  const open = keysLeftOpen(scenarios);
  const mostImportant = checkVerdicts(
    requirements.filter(({ requirement }) => requirement.priority === 'P0'),
  );
  const alone = [...checks.values()].flatMap((check) => {
    const against = check.places
      .filter(standsAgainst)
      .filter(({ scenario }) => mostImportant.has(check.check.id) || !open.has(scenario));
    if (check.excused || check.verdict === 'not-promised' || against.length === 0) return [];
    if (against.some((place) => isTrouble(place.verdict) && explained.has(place.scenario))) return [];
    const { verdict, reason = '' } = worstPlace(against);
    return [`check ${check.check.id} is ${verdict}: ${reason}`];
  });
  return {
    told: [
      ...inputs.run.failures,
      ...blocking.map(
        ({ scenario, verdict, reason }) =>
          `${scenario.defined.key} "${scenario.defined.name}" ${VERBS[verdict] ?? verdict}: ${reason ?? ''}`,
      ),
    ],
    alone: [...scenarios.flatMap((scenario) => cleanupOf(scenario, blocking.includes(scenario))), ...alone],
  };
}

/** A failed clean-up stands for itself, unless the line of its scenario says it already. */
function cleanupOf({ scenario, reason, cleanupFailure }: ScenarioVerdict, told: boolean): string[] {
  if (cleanupFailure === undefined || (told && reason?.includes(cleanupFailure))) return [];
  return [`${scenario.defined.key} "${scenario.defined.name}" was not cleaned up: ${cleanupFailure}`];
}
