import { counted } from '../amounts/counted.ts';
import { shardText } from '../settings/shard-text.ts';
import { isWaived, leavesOpen, placesLeftOpen } from './excused.ts';
import { forgottenAttempts } from './forgotten-attempts.ts';
import type { Judged } from './gate-notes.ts';
import { awaitsMerge, mergeDoubts } from './merge-doubts.ts';
import type { CheckVerdict, Gate, RequirementVerdict, ScenarioVerdict, VerdictInputs } from './model.ts';
import { leftOutSystems, partsOf } from './target-systems.ts';
import { selectionOf } from './totals.ts';
import { type Decided, VERBS } from './verdicts.ts';

/** Priorities for which a check that was not looked at stands against GO. */
export const GATED: readonly string[] = ['P0', 'P1'];

/** What keeps a run from GO without having failed. */
export interface Reservations extends Pick<Gate, 'doubts' | 'unseen'> {
  /** The same in one sentence, for the decision. */
  readonly inOneSentence: string;
  /** Something is lost, or may be: a run of which that is so does not pass. A run that left out what nobody asked it for does. */
  readonly lost: boolean;
}

/**
 * Everything for which a run in which nothing failed is not GO: what makes it uncertain, and what was not looked at.
 * `openFigures` are the sentences about figures that could not be judged.
 */
export function reservationsOf(judged: Judged, openFigures: readonly string[]): Reservations {
  const { inputs } = judged;
  const part = partsOf(inputs.inventory, leftOutSystems(inputs));
  const scenarios = judged.scenarios.filter(({ scenario }) => part.scenario(scenario.defined.requirementIds));
  const isLeftOpen = placesLeftOpen(scenarios);
  const requirements = judged.requirements
    .filter((it) => part.requirement(it.requirement))
    .flatMap((it) => undecidedOf(it, inputs.today, isLeftOpen));
  const untold = scenarios.filter(isUntold).map(untoldText);
  const reach = reachOf(inputs, scenarios);
  const ofMerge = mergeDoubts(inputs, scenarios);
  const doubts = doubtsOf(inputs, scenarios, ofMerge);
  const unseen = [...reach, ...untold, ...requirements, ...openFigures];
  const extent = [
    ...reach,
    ...(untold.length > 0 ? [`${counted(untold.length, 'scenario')} could not look`] : []),
    ...(requirements.length > 0 ? [openText(requirements.length)] : []),
    ...openFigures,
  ];
  const lost = inputs.run.damages.length > 0 || inputs.runFile === undefined || ofMerge.length > 0;
  return { doubts, unseen, inOneSentence: inOneSentence(doubts, extent), lost };
}

const openText = (count: number): string =>
  `${counted(count, 'requirement')} of ${GATED.join(' or ')} ${count === 1 ? 'has' : 'have'} open checks`;

function inOneSentence([first, ...others]: readonly string[], extent: readonly string[]): string {
  if (first === undefined) return `not everything was looked at: ${extent.join(', ')}`;
  return [
    first,
    ...(others.length > 0 ? [`and ${counted(others.length, 'more doubt')}`] : []),
    ...(extent.length > 0 ? ['nor was everything looked at'] : []),
  ].join('; ');
}

/** What makes uncertain of what the verdicts are, or by what they were judged: a recording, its target, its suite. */
function doubtsOf(
  inputs: VerdictInputs,
  scenarios: readonly ScenarioVerdict[],
  ofMerge: readonly string[],
): string[] {
  const { left, defined } = selectionOf(scenarios);
  const { defects } = inputs.runFile?.settings ?? {};
  return [
    ...inputs.run.damages,
    ...(inputs.runFile ? [] : [noRunFile(left > 0 && left === defined)]),
    ...(defects?.length
      ? [`the cluster had defects in this run (${defects.join(', ')}): it says nothing about the target`]
      : []),
    ...ofMerge,
    // Whoever merges it with the earlier attempts decides: the part itself passes on what it was asked for.
    ...(awaitsMerge(inputs, scenarios) ? forgottenAttempts(inputs, scenarios) : []),
    ...(inputs.doubts ?? []),
  ];
}

/** How much of the scenarios a run was about, and how much of that it came to. */
function reachOf({ runFile }: VerdictInputs, scenarios: readonly ScenarioVerdict[]): string[] {
  const { left, defined } = selectionOf(scenarios);
  const idle = scenarios.filter(({ scenario, verdict }) => scenario.selected && verdict === 'not-run').length;
  const { shard } = runFile?.settings ?? {};
  return [
    ...(shard ? [`this is shard ${shardText(shard)}`] : []),
    ...(left > 0 && left === defined
      ? [`the run ended before it began: none of ${counted(defined, 'scenario')} was looked at`]
      : []),
    ...(left > 0 && left < defined ? [`${counted(left, 'scenario')} of ${defined} not selected`] : []),
    ...(idle > 0 ? [`${counted(idle, 'selected scenario')} did not run`] : []),
  ];
}

const untoldText = ({ scenario: { defined }, verdict, reason }: ScenarioVerdict): string =>
  `${defined.key} "${defined.name}" (${defined.priority}) ${VERBS[verdict] ?? verdict}: ${reason ?? 'no reason given'}`;

/** A scenario of P0 or P1 that was skipped, or could not look in quarantine, where no check of it says so. */
const isUntold = (it: ScenarioVerdict): boolean =>
  (it.verdict === 'skipped' || leavesOpen(it)) &&
  GATED.includes(it.scenario.defined.priority ?? '') &&
  it.claims.every((claim) => claim.verdict === 'passed');

const noRunFile = (unbegun: boolean): string =>
  unbegun
    ? 'the run ended before its target was up: nothing is known of it'
    : 'run.json is missing: nobody knows which target this was';

function undecidedOf(
  { requirement, checks }: RequirementVerdict,
  today: Date,
  isLeftOpen: (place: Place) => boolean,
): string[] {
  if (!GATED.includes(requirement.priority)) return [];
  const open = checks.flatMap((check) => openOf(check, today, isLeftOpen) ?? []);
  const reasons = [
    ...new Set(open.map(({ verdict, reason = 'no reason given' }) => `${verdict}, ${reason}`)),
  ];
  return open.length === 0
    ? []
    : [
        `${requirement.id} (${requirement.priority}): ${open.length} of ${counted(checks.length, 'check')} open: ${reasons.join(' · ')}`,
      ];
}

type Place = CheckVerdict['places'][number];

const isOpen = ({ verdict }: Decided): boolean => verdict === 'skipped' || verdict === 'not-run';

/** What of a check was not looked at. A quarantine speaks for the scenario that it names, not for another that did not run. */
function openOf(
  check: CheckVerdict,
  today: Date,
  isLeftOpen: (place: Place) => boolean,
): Decided | undefined {
  if (isWaived(check, today) || check.verdict === 'not-promised') return undefined;
  return [check, ...check.places].find(isOpen) ?? check.places.find(isLeftOpen);
}
