import { gateOf } from './gate.ts';
import type { VerdictInputs, Verdicts } from './model.ts';
import { requirementVerdicts } from './requirement-verdicts.ts';
import { fixedIssues, scenarioVerdicts } from './scenario-verdicts.ts';

/** Computes every verdict of a run, once; the reports only show them. */
export function judge(inputs: VerdictInputs): Verdicts {
  const scenarios = scenarioVerdicts(inputs);
  const requirements = requirementVerdicts(scenarios, inputs);
  const fixed = fixedIssues(scenarios, inputs);
  return {
    inputs,
    scenarios,
    requirements,
    fixed,
    gate: gateOf({ inputs, scenarios, requirements, fixed }),
  };
}
