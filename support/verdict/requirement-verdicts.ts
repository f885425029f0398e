import { claimDigest } from './claim-words.ts';
import { failsUnclaimed } from './decide.ts';
import type { Exception } from './exceptions.ts';
import { keysLeftOpen } from './excused.ts';
import type { Check, Requirement } from './inventory.ts';
import { lastPassed } from './last-passed.ts';
import type { CheckVerdict, Place, RequirementVerdict, ScenarioVerdict, VerdictInputs } from './model.ts';
import { type ProvenText, provenChecks } from './proof.ts';
import { holds } from './register-entries.ts';
import { leftOutSystems } from './target-systems.ts';
import { type Decided, standsAgainst, type Verdict, worstOf } from './verdicts.ts';

/**
 * Judges every requirement of the inventory by its checks and by what failed of its scenarios where no check stands, and
 * every check by the places that claim it.
 */
export function requirementVerdicts(
  scenarios: readonly ScenarioVerdict[],
  inputs: VerdictInputs,
): RequirementVerdict[] {
  const surroundings = surroundingsOf(scenarios, inputs);
  return inputs.inventory.requirements.map((requirement) => {
    const coverage = inputs.coverage.find((entry) => entry.requirement === requirement.id);
    const decided = requirement.checks.map((check) => checkVerdict(check, requirement, surroundings));
    const checks = oneOfEach(decided);
    const own = surroundings.scenarios.get(requirement.id) ?? [];
    const unclaimed = own.filter(({ scenario }) => failsUnclaimed(scenario));
    return {
      requirement,
      verdict: worstOf([...checks, ...unclaimed].map(({ verdict }) => verdict)),
      checks,
      scenarios: own,
      ...(coverage && { coverage }),
    };
  });
}

interface Surroundings {
  readonly inputs: VerdictInputs;
  /** By the requirement that they decide. */
  readonly scenarios: ReadonlyMap<string, readonly ScenarioVerdict[]>;
  /** By check. */
  readonly places: ReadonlyMap<string, readonly Place[]>;
  readonly quarantined: ReadonlyMap<string, Exception>;
  /** Scenarios in quarantine that could not look: nothing of theirs is excused. */
  readonly unseen: ReadonlySet<string>;
  readonly proven: ReadonlyMap<string, readonly ProvenText[]>;
  /** Digests of the texts that claim each check. */
  readonly digests: ReadonlyMap<string, ReadonlySet<string>>;
  readonly notPromised: ReadonlyMap<string, string>;
  /** Systems that are not part of the target. */
  readonly leftOut: ReadonlySet<string>;
}

function surroundingsOf(scenarios: readonly ScenarioVerdict[], inputs: VerdictInputs): Surroundings {
  const releases = Object.values(inputs.runFile?.settings.releases ?? {});
  return {
    inputs,
    scenarios: byRequirement(scenarios),
    places: placesOf(scenarios),
    quarantined: new Map(
      scenarios.flatMap(({ scenario, exceptions }) =>
        exceptions
          .filter(({ type }) => type === 'quarantine')
          .map((entry) => [scenario.defined.key, entry] as const),
      ),
    ),
    unseen: keysLeftOpen(scenarios),
    leftOut: new Set(leftOutSystems(inputs).map(({ id }) => id)),
    proven: provenChecks(inputs.proof),
    digests: digestsOf(scenarios),
    notPromised: new Map(
      releases.flatMap((release) =>
        Object.entries(release.notPromised).map(
          ([id, { reason, source }]) => [id, `${reason} (${source})`] as const,
        ),
      ),
    ),
  };
}

/** Each scenario under every requirement that it is tagged with. */
function byRequirement(scenarios: readonly ScenarioVerdict[]): Map<string, ScenarioVerdict[]> {
  const tagged = scenarios.flatMap((own) =>
    [...new Set(own.scenario.defined.requirementIds)].map((id) => ({ id, own })),
  );
  const groups = Map.groupBy(tagged, ({ id }) => id);
  return new Map([...groups].map(([id, group]) => [id, group.map(({ own }) => own)]));
}

/** Every place that claims a check, under the check. */
function placesOf(scenarios: readonly ScenarioVerdict[]): Map<string, Place[]> {
  const places = scenarios.flatMap(({ scenario: { defined }, claims }) =>
    defined.claims.map(({ check, line }, index) => {
      const decided = claims[index] ?? { verdict: 'not-run' };
      return { check, place: { uri: defined.uri, line, scenario: defined.key, ...decided } };
    }),
  );
  const groups = Map.groupBy(places, ({ check }) => check);
  return new Map([...groups].map(([check, group]) => [check, group.map(({ place }) => place)]));
}

function checkVerdict(check: Check, requirement: Requirement, surroundings: Surroundings): CheckVerdict {
  const { inputs } = surroundings;
  const places = surroundings.places.get(check.id) ?? [];
  const entries = inputs.exceptions.filter((entry) => entry.checks.includes(check.id));
  const decided =
    places.length > 0 ? worstPlace(places) : undecided(check, requirement, entries, surroundings);
  const notPromised = surroundings.notPromised.get(check.id);
  const final: Decided =
    notPromised !== undefined && decided.verdict !== 'passed'
      ? { verdict: 'not-promised', reason: notPromised }
      : decided;
  // Every place that needs an entry, not only those as bad as the worst: an entry speaks for the scenario that it names.
  const against = places.filter(standsAgainst);
  const quarantines = against.flatMap((place) => surroundings.quarantined.get(place.scenario) ?? []);
  const looked = against.filter(({ scenario }) => !surroundings.unseen.has(scenario));
  const holding = entries.filter((entry) => holds(entry, inputs.today));
  const { provenBy, provenOtherwise } = provenOf(check, surroundings);
  const passedBefore = final.verdict === 'passed' ? undefined : lastPassed([check.id], inputs.history ?? []);
  return {
    check,
    ...final,
    proof: provenBy.length > 0 ? 'proven' : places.length > 0 ? 'claimed' : 'none',
    provenBy,
    provenOtherwise,
    places,
    ...(passedBefore && { lastPassed: passedBefore }),
    exceptions: [...new Set([...entries, ...quarantines])],
    excused:
      holding.some((entry) => entry.type === 'waiver') ||
      (requirement.priority !== 'P0' &&
        looked.length > 0 &&
        looked.every((place) => place.verdict === 'known' || surroundings.quarantined.has(place.scenario))),
  };
}

function digestsOf(scenarios: readonly ScenarioVerdict[]): Map<string, Set<string>> {
  const digests = new Map<string, Set<string>>();
  for (const { scenario } of scenarios)
    for (const claim of scenario.defined.claims)
      digests.set(
        claim.check,
        (digests.get(claim.check) ?? new Set()).add(claimDigest(scenario.defined, claim)),
      );
  return digests;
}

/** A text that nobody has seen fail is not proven by what another one noticed. */
function provenOf(
  { id }: Check,
  { proven, digests }: Surroundings,
): Pick<CheckVerdict, 'provenBy' | 'provenOtherwise'> {
  const all = proven.get(id) ?? [];
  const here = all.filter(({ digest }) => digests.get(id)?.has(digest));
  const other = all.filter((text) => !here.includes(text));
  const defects = (texts: readonly ProvenText[]): string[] => [...new Set(texts.map(({ defect }) => defect))];
  return { provenBy: defects(here), provenOtherwise: here.length > 0 ? [] : defects(other) };
}

/** How places come out together: as the worst of them. */
export function worstPlace(places: readonly Place[]): Decided {
  const verdict = worstOf(places.map((place) => place.verdict));
  const place = places.find((candidate) => candidate.verdict === verdict);
  return { verdict, ...(place?.reason !== undefined && { reason: place.reason }) };
}

/**
 * The verdict of a check that no step or row claims: one that lost its step is not run, whatever deviates or covers its
 * requirement. What an entry says of the check itself goes before what covers the requirement as a whole.
 */
function undecided(
  { id }: Check,
  requirement: Requirement,
  entries: readonly Exception[],
  { inputs, leftOut, scenarios }: Surroundings,
): Decided {
  const deviation = entries.find((entry) => entry.type === 'deviation' && entry.nothingJudges.includes(id));
  if (deviation?.type === 'deviation')
    return { verdict: 'deviation', reason: `${deviation.suiteDoes}: ${deviation.why}` };
  const coverage = inputs.coverage.find((entry) => entry.requirement === requirement.id);
  // What covers a requirement speaks for none of its checks where scenarios decide it.
  if (coverage && !scenarios.has(requirement.id))
    return { verdict: 'covered', reason: `${coverage.how} (${coverage.by.join(', ')})` };
  if (leftOut.has(requirement.system))
    return { verdict: 'not-run', reason: `${requirement.system} is not part of this target` };
  return { verdict: 'not-run', reason: 'no scenario decides it yet' };
}

/** Of checks that are alternatives, one must hold; where one does, the others were never promised. */
function oneOfEach(checks: readonly CheckVerdict[]): CheckVerdict[] {
  const passed = new Map(
    checks.flatMap(({ check, verdict }) =>
      check.any_of !== undefined && verdict === 'passed' ? [[check.any_of, check.id] as const] : [],
    ),
  );
  return checks.map((verdict) => {
    const holds = passed.get(verdict.check.any_of ?? '');
    if (holds === undefined || verdict.verdict === 'passed') return verdict;
    const alternative: Verdict = 'not-promised';
    return { ...verdict, verdict: alternative, reason: `the alternative ${holds} holds` };
  });
}
