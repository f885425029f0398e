import { checkVerdicts, isExcusedBefore } from './excused.ts';
import type { Judged } from './gate-notes.ts';
import type { Gate } from './model.ts';
import { scenarioVerdict } from './scenario-verdicts.ts';
import { VERBS } from './verdicts.ts';

/** What went wrong under older texts: what stands against GO, and what an entry of the register speaks for. */
export interface OutdatedFailures extends Pick<Gate, 'outdatedFailures'> {
  readonly excused: readonly string[];
}

/** Judges what went wrong under older texts by the register, one sentence each; for a clean-up that failed no entry speaks. */
export function outdatedFailures({ inputs, requirements }: Judged): OutdatedFailures {
  const checks = checkVerdicts(requirements);
  const all = inputs.run.outdated.map(({ scenario, called, file }) => {
    const judged = scenarioVerdict(scenario, inputs);
    const { verdict, reason = 'no reason given', cleanupFailure, exceptions } = judged;
    const about = `${scenario.defined.uri} ${called}`;
    const where = `in ${file} under an older text`;
    const unclean = `${about} was not cleaned up ${where}: ${cleanupFailure}`;
    const isExcused = isExcusedBefore(judged, checks, inputs.today);
    const isAboutCleanUp = cleanupFailure !== undefined && reason.includes(cleanupFailure);
    const failed = isAboutCleanUp ? [] : [`${about} ${VERBS[verdict] ?? 'failed'} ${where}: ${reason}`];
    return {
      against: [...(isExcused ? [] : failed), ...(cleanupFailure === undefined ? [] : [unclean])],
      excused: isExcused
        ? failed.map(
            (it) => `${it}; excused by ${exceptions.map(({ at }) => at).join(', ') || 'the register'}`,
          )
        : [],
    };
  });
  return {
    outdatedFailures: all.flatMap(({ against }) => against),
    excused: all.flatMap(({ excused }) => excused),
  };
}
