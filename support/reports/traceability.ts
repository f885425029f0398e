import { exceptionLine } from '../signoff/exception-line.ts';
import type { CheckVerdict, RequirementVerdict, ScenarioVerdict, Verdicts } from '../verdict/model.ts';
import { totalsOf } from '../verdict/totals.ts';
import { runFacts } from './run-facts.ts';

/**
 * `traceability.json`: every requirement of the inventory with its scenarios, checks and verdicts. Paths of evidence
 * are relative to the folder of the file.
 */
export function traceability(verdicts: Verdicts): object {
  const { gate, inputs } = verdicts;
  return {
    run: {
      ...Object.fromEntries(runFacts(verdicts).map(([name, value]) => [camel(name), value])),
      decision: gate.decision,
      because: gate.because,
      exitCode: gate.exitCode,
      blockers: gate.blockers,
      missing: gate.missing,
      notes: gate.notes,
      problems: inputs.problems,
      damages: inputs.run.damages,
    },
    totals: totalsOf(verdicts),
    requirements: verdicts.requirements.map((requirement) => requirementOf(requirement, inputs.today)),
  };
}

function requirementOf(
  { requirement, verdict, checks, scenarios, coverage }: RequirementVerdict,
  today: Date,
): object {
  const { id, title, priority, kind, system, category, document, lines } = requirement;
  return {
    id,
    title,
    priority,
    kind,
    system,
    category,
    document,
    lines,
    verdict,
    ...(coverage && { coveredBy: coverage.by, how: coverage.how }),
    scenarios: scenarios.map(scenarioOf),
    checks: checks.map((check) => checkOf(check, today)),
  };
}

function scenarioOf({
  scenario,
  verdict,
  reason,
  evidence,
  lastPassed,
  milliseconds,
}: ScenarioVerdict): object {
  const { name, uri, line } = scenario.defined;
  return {
    name,
    uri,
    line,
    verdict,
    ...(reason !== undefined && { reason }),
    attempts: scenario.attempts.length,
    milliseconds: Math.round(milliseconds),
    ...(evidence && { evidence: evidence.directory }),
    ...(lastPassed && { lastPassed }),
  };
}

function checkOf(judged: CheckVerdict, today: Date): object {
  const { check, verdict, reason, proof, provenBy, provenOtherwise, places, lastPassed, exceptions } = judged;
  const place = places.find((candidate) => candidate.verdict === verdict) ?? places[0];
  return {
    id: check.id,
    what: check.what,
    at: check.at,
    verdict,
    ...(reason !== undefined && { reason }),
    proof,
    ...(provenBy.length > 0 && { provenBy }),
    ...(provenOtherwise.length > 0 && { provenOtherwise }),
    ...(place && { uri: place.uri, line: place.line }),
    ...(places.length > 1 && {
      places: places.map((it) => ({ uri: it.uri, line: it.line, verdict: it.verdict })),
    }),
    ...(lastPassed && { lastPassed }),
    ...(exceptions.length > 0 && { exceptions: exceptions.map((entry) => exceptionLine(entry, today)) }),
  };
}

const camel = (name: string): string =>
  name.toLowerCase().replace(/ (\w)/g, (_, letter: string) => letter.toUpperCase());
