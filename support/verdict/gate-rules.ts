import { MOST_DAYS_APART } from './far-apart.ts';
import { WARN_DAYS } from './gate-notes.ts';
import { MOST_HOURS_LATE } from './late-parts.ts';
import { QUARANTINE_DAYS } from './register-entries.ts';
import { GATED } from './reservations.ts';

/** How the gate decides, in the words of the reports. */
export const GATE_RULES: readonly string[] = [
  'The whole inventory of the systems that the target names (its releases and endpoints) is judged, not only what ran; of a target that names no release, all of it.',
  'A system that the target does not name is listed as not part of it; what ran of it and failed stands against GO all the same.',
  'A check of any priority that failed, was blocked, flaky or not reached stands against GO unless an entry of the register excuses it.',
  `A check of ${GATED.join(' or ')} that was skipped, filtered out or that nothing decides keeps the decision at PARTIAL.`,
  `A known issue never excuses a check of P0, nor does a quarantine; a quarantine ends within ${QUARANTINE_DAYS} days and excuses nothing that did not run: what a scenario decides that was blocked or not reached in quarantine is open; every other entry ends within a year.`,
  'An entry excuses the scenario or the check that it names: of a check that several scenarios decide, each in trouble needs its own, and of a scenario that was repeated an entry must speak for each attempt that failed or was blocked; no known issue excuses one that was blocked, nor, where another attempt passed, that it is flaky.',
  'What failed under an older text of its feature, and not so under the latest one, stands against GO unless its scenario is in quarantine, a waiver names the checks that it failed, or the same known issue shows under both.',
  'A clean-up that failed stands against GO by itself: no entry about a check or a scenario excuses it.',
  `An entry of the register is warned of ${WARN_DAYS} days before it expires, and stands against GO afterwards; one for a release that is not in use does neither.`,
  'A figure stands against GO that is worse than where it began, the median of the first 10 runs at its level on the same target and class of machine, by more than 10 % and beyond the limit that one good run in 2,000 passes, as the latest 5 to 10 tell it, or, whatever they tell and however few they are, more than 4 times as bad; within that it is inconclusive and noted. Failures that follow runs of none are worse from 5 on, or above 5 %, and after several such runs earlier; of a time or a rate of 0 no share can be told, and it is noted. One that is so in any attempt is flaky, and stands against GO as well. So does one that an earlier run on the target measured, on whatever machine, and this run lacks though the step that measures it ran. Runs that were refused for a figure do not count among the earlier ones. The class of machine is that of the run that measured the figure; where a run recorded none, or a figure was measured twice under one name, it cannot be judged, and that keeps the decision at PARTIAL. A waiver that names the figure, how bad it may be and the target excuses that while it holds, and what it excused is the reference for later runs.',
  'A filtered or sharded run is never GO; one whose recording is damaged, was changed since its run, lacks its own run.json, or is of several systems, does not pass either, nor does a merge that lacks a shard, or a run that one of its runs repeats.',
  'A run is never GO whose suite has no commit that can be looked up or differs from it, or that is judged by an inventory or a register, or again by a suite, that no commit holds as it is, nor is a run of which git cannot tell this.',
  'Nor is a run GO, nor does it pass, at whose end the suite, the cluster, its versions or the images of its controllers were not what they were when it began.',
  `A merge is never GO and does not pass while it is not known to be one run and all of it: where its runs are of different suites, promises or targets, or nobody knows whether they were on one cluster; where scenarios are in none of them, unless they are all shards of one common run; where it tells of all scenarios only because runs were put together that do not belong together, as those of one common run do (SHARD_RUN, else the number of the pipeline) and a run with those that it repeats; where beside these a part lies of another common run and not all of that; where a part of a common run began more than ${MOST_HOURS_LATE} hours after the others had ended; where they began more than ${MOST_DAYS_APART} days apart; where a later attempt of a job is without every earlier one: a run that tells of everything does not pass alone either, a part that was made alone may; where a recording was cut off before it said of which run it is.`,
  'A run is never GO of whose cluster the versions could not be read: whether it is a real one is known by those of its nodes.',
  'A run whose cluster had defects (DEFECTS) is never GO: it says nothing about the target.',
  'On a simulated cluster the best decision is REHEARSAL: the embedded one, however it is reached, or one whose time is scaled (TIME_SCALE), signs nothing off.',
];
