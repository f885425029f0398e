import type { FeatureSource, WrittenScenario } from '../feature-source.ts';
import type { Finding } from '../finding.ts';

const SCENARIOS = 15;
const LINES = 200;
const STEPS = 8;

/** A file is one procedure and a scenario one promise: both stay small enough to be read at a glance. */
export function sizeFindings({ uri, text, written }: FeatureSource): Finding[] {
  const findings: Finding[] = [];
  const report = (line: number, problem: string, fix: string): void => {
    findings.push({ uri, line, rule: 'size', problem, fix });
  };
  const lines = text.trimEnd().split('\n').length;
  const over = written[SCENARIOS];
  if (over)
    report(
      over.scenario.location.line,
      `the file has ${written.length} scenarios, at most ${SCENARIOS}`,
      'move the edge cases or a Rule to a file of their own',
    );
  if (lines > LINES)
    report(LINES + 1, `the file has ${lines} lines, at most ${LINES}`, 'move a Rule to a file of its own');
  if (written.length === 0) report(1, 'the feature has no scenario', 'write one, or delete the file');
  for (const scenario of written) findings.push(...stepCount(uri, scenario));
  return findings;
}

function stepCount(uri: string, { scenario, steps }: WrittenScenario): Finding[] {
  const place = { uri, line: scenario.location.line, rule: 'size' };
  const own = steps.filter(({ inBackground }) => !inBackground).length;
  if (own === 0)
    return [
      { ...place, problem: 'the scenario has no steps', fix: 'write what is done and what is promised' },
    ];
  if (steps.length <= STEPS) return [];
  const background = own < steps.length ? `, ${steps.length - own} of them in its Background` : '';
  return [
    {
      ...place,
      problem: `the scenario has ${steps.length} steps${background}, at most ${STEPS}`,
      fix: 'split it into one scenario for each promise; they can share a running service',
    },
  ];
}
