import { counted } from '../amounts/counted.ts';
import { isSimulated } from '../settings/simulated.ts';
import { checkVerdicts, isExcused, keysLeftOpen, leavesOpen } from './excused.ts';
import { MOST_DAYS_APART } from './far-apart.ts';
import { expiredOf, expiringOf, type Judged, strangersOf, unprovenOf, WARN_DAYS } from './gate-notes.ts';
import type { FiguresForGate } from './metrics-model.ts';
import type { Gate, ScenarioVerdict, VerdictInputs } from './model.ts';
import { outdatedFailures } from './outdated-failures.ts';
import { QUARANTINE_DAYS } from './register-entries.ts';
import { worstPlace } from './requirement-verdicts.ts';
import { GATED, reservationsOf } from './reservations.ts';
import { type LeftOutSystem, leftOutSystems, leftOutText } from './target-systems.ts';
import { isTrouble, standsAgainst, VERBS, type Verdict } from './verdicts.ts';

/** How the gate decides, in the words of the reports. */
export const GATE_RULES: readonly string[] = [
  'The whole inventory of the systems that the target names (`releases`, `endpoints`) is judged, not only what ran; of a target that names no release, all of it.',
  'A system that the target does not name is listed as not part of it; what ran of it and failed stands against GO all the same.',
  'A check of any priority that failed, was blocked, flaky or not reached stands against GO unless an entry of the register excuses it.',
  `A check of ${GATED.join(' or ')} that was skipped, filtered out or that nothing decides keeps the decision at PARTIAL.`,
  `A known issue never excuses a check of P0, nor does a quarantine; a quarantine ends within ${QUARANTINE_DAYS} days and excuses nothing that did not run: what a scenario decides that was blocked or not reached in quarantine is open; every other entry ends within a year.`,
  'An entry excuses the scenario or the check that it names: of a check that several scenarios decide, each in trouble needs its own, and of a scenario that was repeated an entry must speak for each attempt that failed or was blocked; no known issue excuses one that was blocked, nor, where another attempt passed, that it is flaky.',
  'What failed under an older text of its feature, and not so under the latest one, stands against GO unless its scenario is in quarantine, a waiver names the checks that it failed, or the same known issue shows under both.',
  'A clean-up that failed stands against GO by itself: no entry about a check or a scenario excuses it.',
  `An entry of the register is warned of ${WARN_DAYS} days before it expires, and stands against GO afterwards; one for a release that is not in use does neither.`,
  'A figure stands against GO that is worse than the reference of earlier runs on the same target and class of machine by more than 10 % and beyond the limit that one good run in 2,000 passes, as the latest 5 to 10 of them tell it, or, whatever they tell and however few they are, more than 4 times as bad; within that it is inconclusive and noted. Failures that follow runs of none are worse from 5 on, or above 5 %, and after several such runs earlier; of a time or a rate of 0 no share can be told, and it is noted. One that is so in any attempt is flaky, and stands against GO as well. So does one that an earlier run on the target measured, on whatever machine, and this run lacks though the step that measures it ran. Runs that were refused for a figure do not count among the earlier ones. The class of machine is that of the run that measured the figure; where a run recorded none, or a figure was measured twice under one name, it cannot be judged, and that keeps the decision at PARTIAL. A waiver that names the figure, how bad it may be and the target excuses that while it holds, and what it excused is the reference for later runs.',
  'A filtered or sharded run is never GO; one whose recording is damaged, was changed since its run, lacks its own run.json, or is of several systems, does not pass either, nor does a merge that lacks a shard, or a run that one of its runs repeats.',
  `A run is never GO whose suite has no commit that can be looked up or differs from it, or that is judged by an inventory or a register, or again by a suite, that no commit holds as it is, nor is a run of which git cannot tell this, nor a merge of runs of different suites, promises or targets, of runs that only together are of all scenarios and do not name one common run (SHARD_RUN, else the number of the pipeline), of a later attempt of a job without an earlier one, of runs that began more than ${MOST_DAYS_APART} days apart, or of runs of which nobody knows whether they were on one cluster.`,
  'A run is never GO of whose cluster the versions could not be read: whether it is a real one is known by those of its nodes.',
  'A run whose cluster had defects (`DEFECTS`) is never GO: it says nothing about the target.',
  'On a simulated cluster the best decision is REHEARSAL: the embedded one, however it is reached, or one whose time is scaled (`TIME_SCALE`), signs nothing off.',
];

/**
 * Decides. Whatever failed, was blocked, flaky or not reached fails the gate at any priority unless an entry of the
 * register excuses it; a P0 or P1 check that was skipped, filtered out or that nothing decides keeps it PARTIAL. `figures` is what those of the run mean for it.
 */
export function gateOf(judged: Judged, figures: FiguresForGate): Gate {
  const { told, alone } = failuresOf(judged);
  const outdated = outdatedFailures(judged);
  const otherBlockers = [...alone, ...expiredOf(judged.inputs), ...figures.blockers];
  const blockers = [...told, ...outdated.outdatedFailures, ...otherBlockers];
  const { doubts, unseen, inOneSentence } = reservationsOf(judged, figures.open);
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
  return { ...decide(judged, all, inOneSentence), ...all };
}

function decide(
  { inputs, scenarios }: Judged,
  {
    blockers,
    excusedFigures,
    missing,
    leftOut,
  }: Pick<Gate, 'blockers' | 'excusedFigures' | 'missing' | 'leftOut'>,
  reservations: string,
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
      // A pipeline must not pass by losing a shard, a line, or what says where the run was and what was promised there.
      exitCode: inputs.run.damages.length > 0 || inputs.runFile === undefined ? 1 : 0,
      because: `${selected}, but ${reservations}`,
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
