import { distinctNames } from '../verdict/distinct-names.ts';
import { checkVerdicts, isExcused } from '../verdict/excused.ts';
import type { DecisionWord, Verdicts } from '../verdict/model.ts';
import { isTrouble, type Verdict } from '../verdict/verdicts.ts';
import type { Digest } from './digests.ts';
import type { TestedImage } from './images.ts';
import type { SignOff } from './sign-off.ts';

/** An in-toto Statement v1 with a test result as its predicate: what `cosign attest` signs. */
export interface Statement {
  readonly _type: 'https://in-toto.io/Statement/v1';
  readonly subject: readonly Resource[];
  readonly predicateType: 'https://in-toto.io/attestation/test-result/v0.1';
  readonly predicate: {
    readonly result: 'PASSED' | 'WARNED' | 'FAILED';
    readonly configuration: readonly Resource[];
    readonly passedTests: readonly string[];
    readonly warnedTests: readonly string[];
    readonly failedTests: readonly string[];
    /** An extension field, as the framework's parsing rules allow: consumers ignore what they do not know. */
    readonly llmServingAcceptance: {
      readonly decision: DecisionWord;
      readonly because: string;
      readonly run?: string;
      /** A simulated target has digests that no registry knows. */
      readonly target?: string;
      /** What it was judged by: recordings and their `run.json`, as they were then. */
      readonly recordings: readonly Resource[];
    };
  };
}

interface Resource {
  readonly name: string;
  readonly digest: { readonly sha256: string };
}

/** Files that configured the run, in contrast to what it produced. */
const CONFIGURATION: readonly Digest['kind'][] = [
  'inventory',
  'register',
  'features',
  'release tables',
  'target',
];

/**
 * The statement about the images whose digests the run saw; undefined if it saw none, because a statement without a
 * subject is none. A test is a check, by its id, or a scenario, by file and title. What was not judged is in no list:
 * a consumer may take a warned test for one that passed, so only a known issue that the register excuses is one.
 */
export function statementOf(verdicts: Verdicts, signOff: SignOff): Statement | undefined {
  const subject = subjectsOf(signOff.images);
  if (subject.length === 0) return undefined;
  const tests = testsOf(verdicts);
  const named = (wanted: Outcome): string[] => [
    ...new Set(tests.flatMap(({ name, outcome }) => (outcome === wanted ? [name] : []))),
  ];
  const { decision, because, run, target } = signOff;
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject,
    predicateType: 'https://in-toto.io/attestation/test-result/v0.1',
    predicate: {
      result: resultOf(signOff, [
        ...tests.map(({ outcome }) => outcome),
        ...verdicts.gate.excusedFigures.map(() => 'warned' as const),
      ]),
      configuration: resourcesOf(signOff, CONFIGURATION),
      passedTests: named('passed'),
      warnedTests: named('warned'),
      failedTests: named('failed'),
      llmServingAcceptance: {
        decision,
        because,
        ...(run.id !== undefined && { run: run.id }),
        ...(target && { target: `${target.name}${target.simulated ? ' (simulated)' : ''}` }),
        recordings: resourcesOf(signOff, ['recording']),
      },
    },
  };
}

const resourcesOf = ({ digests }: SignOff, kinds: readonly Digest['kind'][]): Resource[] =>
  digests
    .filter(({ kind }) => kinds.includes(kind))
    .map(({ path, sha256 }) => ({ name: path, digest: { sha256 } }));

/**
 * Only GO is a pass, and only where nothing failed, was excused or was left out; everything but a warning has failed, and so
 * has what a pipeline must not pass by, whatever word it has.
 */
function resultOf(
  { decision, exitCode }: SignOff,
  outcomes: readonly Outcome[],
): Statement['predicate']['result'] {
  if (exitCode !== 0) return 'FAILED';
  switch (decision) {
    case 'GO':
      return outcomes.every((outcome) => outcome === 'passed' || outcome === 'nothing') ? 'PASSED' : 'WARNED';
    case 'REHEARSAL':
    case 'PARTIAL':
      return 'WARNED';
    default:
      return 'FAILED';
  }
}

/** Digits of a digest that tell two images apart. */
const FEW = 12;

/** Names are unique among the subjects: an image that runs with two digests is told apart by where it runs, else by its digest. */
function subjectsOf(images: readonly TestedImage[]): Resource[] {
  const all = images.flatMap(({ name, sha256, where }) => (sha256 ? [{ name, sha256, where }] : []));
  const digested = all.filter(
    (it, index) => all.findIndex(({ name, sha256 }) => name === it.name && sha256 === it.sha256) === index,
  );
  return digested.map(({ name, sha256, where }) => {
    const others = digested.filter((other) => other.name === name && other.sha256 !== sha256);
    const apart = others.some((other) => other.where === where) ? `${where}, ${sha256.slice(0, FEW)}` : where;
    return { name: others.length > 0 ? `${name} (${apart})` : name, digest: { sha256 } };
  });
}

/** What the predicate says of a test; `left` was to be judged and was not, `nothing` did not have to be. */
type Outcome = 'passed' | 'warned' | 'failed' | 'left' | 'nothing';

function outcomeOf(verdict: Verdict, excused: boolean): Outcome {
  if (isTrouble(verdict)) return 'failed';
  if (verdict === 'known') return excused ? 'warned' : 'failed';
  if (verdict === 'passed') return 'passed';
  return verdict === 'skipped' || verdict === 'not-run' ? 'left' : 'nothing';
}

function testsOf(verdicts: Verdicts): { name: string; outcome: Outcome }[] {
  const names = distinctNames(verdicts);
  const all = checkVerdicts(verdicts.requirements);
  const checks = [...all.values()].filter(({ places }) => places.length > 0);
  return [
    ...checks.map(({ check, verdict, excused }) => ({
      name: check.id,
      outcome: outcomeOf(verdict, excused),
    })),
    ...verdicts.scenarios.map((scenario) => {
      const { uri, key } = scenario.scenario.defined;
      return {
        name: `${uri}: ${names.get(key)}`,
        outcome: outcomeOf(scenario.verdict, isExcused(scenario, all)),
      };
    }),
  ];
}
