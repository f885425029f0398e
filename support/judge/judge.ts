import { figuresForGate } from '../figures/figures-for-gate.ts';
import { metricsOf } from '../figures/metrics.ts';
import { gateOf } from '../verdict/gate.ts';
import type { VerdictInputs, Verdicts } from '../verdict/model.ts';
import { requirementVerdicts } from '../verdict/requirement-verdicts.ts';
import { fixedIssues, scenarioVerdicts } from '../verdict/scenario-verdicts.ts';

/** Computes every verdict of a run, once; the reports only show them. */
export function judge(inputs: VerdictInputs): Verdicts {
  const scenarios = scenarioVerdicts(inputs);
  const requirements = requirementVerdicts(scenarios, inputs);
  const fixed = fixedIssues(scenarios, inputs);
  const metrics = metricsOf({ inputs, scenarios });
  return {
    inputs,
    scenarios,
    requirements,
    fixed,
    metrics,
    gate: gateOf({ inputs, scenarios, requirements, fixed }, figuresForGate({ inputs, metrics })),
  };
}
