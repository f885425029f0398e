import { checkVerdicts, isExcusedBefore } from './excused.ts';
import type { Judged } from './gate-notes.ts';
import type { Gate, OutdatedFailure, ScenarioVerdict } from './model.ts';
import type { OutdatedScenario } from './outdated-scenarios.ts';
import { scenarioVerdict } from './scenario-verdicts.ts';
import { VERBS } from './verdicts.ts';

/** What went wrong under older texts: what stands against GO, and what an entry of the register speaks for. */
export interface OutdatedFailures extends Pick<Gate, 'outdatedFailures'> {
  readonly excused: readonly string[];
}

/** How a scenario went wrong in one run of an older text. */
interface Told {
  readonly outdated: OutdatedScenario;
  readonly judged: ScenarioVerdict;
  /** `failed`, `was not cleaned up`. */
  readonly verb: string;
  readonly reason: string;
  /** Entries of the register that speak for it; absent where none does. */
  readonly excusedBy?: string;
}

/**
 * Judges what went wrong under older texts by the register, one sentence for each scenario in however many runs; for a
 * clean-up that failed no entry speaks.
 */
export function outdatedFailures(all: Judged): OutdatedFailures {
  const told = toldOf(all);
  return {
    outdatedFailures: eachOnce(told.filter(({ excusedBy }) => excusedBy === undefined)),
    excused: told.flatMap((it) =>
      it.excusedBy === undefined ? [] : [`${sentenceOf([it])}; excused by ${it.excusedBy}`],
    ),
  };
}

function toldOf({ inputs, requirements }: Judged): Told[] {
  const checks = checkVerdicts(requirements);
  return inputs.run.outdated.flatMap((outdated) => {
    const judged = scenarioVerdict(outdated.scenario, inputs);
    const { verdict, reason = 'no reason given', cleanupFailure, exceptions } = judged;
    const excusedBy = isExcusedBefore(judged, checks, inputs.today)
      ? exceptions.map(({ at }) => at).join(', ') || 'the register'
      : undefined;
    const isAboutCleanUp = cleanupFailure !== undefined && reason.includes(cleanupFailure);
    const failed = { outdated, judged, verb: VERBS[verdict] ?? 'failed', reason };
    return [
      ...(isAboutCleanUp ? [] : [{ ...failed, ...(excusedBy !== undefined && { excusedBy }) }]),
      ...(cleanupFailure === undefined
        ? []
        : [{ outdated, judged, verb: 'was not cleaned up', reason: cleanupFailure }]),
    ];
  });
}

/** The runs in which a scenario went wrong alike are one failure, told by the latest of them. */
function eachOnce(told: readonly Told[]): OutdatedFailure[] {
  const alike = Map.groupBy(told, ({ outdated: { now, called }, verb }) => [now, called, verb].join('\n'));
  return [...alike.values()].flatMap((own) => {
    const [latest] = own;
    if (latest === undefined) return [];
    const { outdated, judged, reason } = latest;
    return [{ sentence: sentenceOf(own), judged, reason, now: outdated.now, files: filesOf(own) }];
  });
}

/** `x.feature "A title" failed in b and a under an older text: no route; in a: no gateway`: the latest run first, each reason once. */
function sentenceOf(own: readonly Told[]): string {
  const byReason = [...Map.groupBy(own, ({ reason }) => withoutRun(reason)).values()].flatMap(
    ([first]) => first ?? [],
  );
  const [latest, ...others] = byReason;
  if (latest === undefined) return '';
  const { outdated, verb, reason } = latest;
  return [
    `${outdated.scenario.defined.uri} ${outdated.called} ${verb} in ${filesOf(own).join(' and ')} under an older text: ${reason}`,
    ...others.map((it) => `in ${it.outdated.file}: ${it.reason}`),
  ].join('; ');
}

/** What of a reason differs from run to run though it is the same: namespaces, how long was waited, how much was cut. */
const withoutRun = (reason: string): string =>
  reason
    .replaceAll(/\bacc-[\w-]+/g, 'acc')
    .replaceAll(/\b\d+(?:\.\d+)? (?:ms|s|min|h)\b/g, 'time')
    .replace(/[^ ]*… \([\d,]+ more characters/, '…');

const filesOf = (own: readonly Told[]): string[] => own.map(({ outdated }) => outdated.file);
