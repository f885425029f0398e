import type { DecisionWord, Gate, ScenarioVerdict } from '../verdict/model.ts';
import type { Side } from './side.ts';

/** How the decision changed, and what stands against GO that did not before. */
export interface DecisionChanges {
  /** One sentence where the later decision is a worse one. */
  readonly fell?: string;
  /** What stands against GO in the later run alone, one sentence each. */
  readonly blockers: readonly string[];
}

/** Decisions that a pipeline passes by, the best first. */
const PASSING: readonly DecisionWord[] = ['GO', 'REHEARSAL', 'PARTIAL'];

/**
 * The decision and the blockers of two runs. A later run that left checks out may be PARTIAL for that: it is no worse, it
 * only says less. A blocker is the same if its scenario has the same title or decides the same checks.
 */
export function decisionChanges(a: Side, b: Side, leftOut: boolean): DecisionChanges {
  const [from, to] = [a.verdicts.gate, b.verdicts.gate];
  const known = new Set(blockersOf(a).flatMap(({ names }) => names));
  const blockers = blockersOf(b).filter(({ names }) => !names.some((name) => known.has(name)));
  return {
    ...(isWorse(from, to, leftOut) && { fell: `the decision was ${from.decision} and is ${to.decision}` }),
    blockers: blockers.map(({ sentence }) => sentence),
  };
}

function isWorse(from: Gate, to: Gate, leftOut: boolean): boolean {
  if (from.exitCode !== 0) return false;
  if (to.exitCode !== 0) return true;
  return !leftOut && PASSING.indexOf(to.decision) > PASSING.indexOf(from.decision);
}

interface Blocker {
  readonly sentence: string;
  /** By any of them it is known again in another run. */
  readonly names: readonly string[];
}

const blockersOf = ({ verdicts: { gate, inputs, scenarios } }: Side): Blocker[] =>
  [...inputs.problems, ...gate.blockers].map((sentence) => ({
    sentence,
    names: namesOf(sentence, scenarios),
  }));

function namesOf(sentence: string, scenarios: readonly ScenarioVerdict[]): string[] {
  const found = scenarios.find(({ scenario: { defined } }) =>
    sentence.startsWith(`${defined.key} "${defined.name}" `),
  );
  // Reasons differ from run to run; a check or a figure is the same whatever became of it.
  if (!found) return [/^(?:check|figure) [^:,]+?(?= is |,)/.exec(sentence)?.[0] ?? sentence];
  const { key, name, claims } = found.scenario.defined;
  const about = sentence.slice(`${key} "${name}" `.length);
  const kind = about.startsWith('was not cleaned up') ? 'clean-up' : 'scenario';
  const checks = claims.map(({ check }) => check).sort();
  return [`${kind} "${name}"`, ...(checks.length > 0 ? [`${kind} ${checks.join(' ')}`] : [])];
}
