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
    /** Extension fields, as the framework's parsing rules allow: consumers ignore what they do not know. */
    readonly 'llm-serving-acceptance.decision': DecisionWord;
    readonly 'llm-serving-acceptance.because': string;
    readonly 'llm-serving-acceptance.run'?: string;
    /** A simulated target has digests that no registry knows. */
    readonly 'llm-serving-acceptance.target'?: string;
  };
}

interface Resource {
  readonly name: string;
  readonly digest: { readonly sha256: string };
}

/** Verdicts that a consumer has to know about, but that stand against nothing. */
const WARNED: readonly Verdict[] = ['known', 'skipped'];
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
 * subject is none. A test is a check, by its id, or a scenario, by file and title. What was not run is in no list.
 */
export function statementOf(verdicts: Verdicts, signOff: SignOff): Statement | undefined {
  const subject = subjectsOf(signOff.images);
  if (subject.length === 0) return undefined;
  const tests = testsOf(verdicts);
  const named = (belongs: (verdict: Verdict) => boolean): string[] => [
    ...new Set(tests.flatMap(({ name, verdict }) => (belongs(verdict) ? [name] : []))),
  ];
  const warnedTests = named((verdict) => WARNED.includes(verdict));
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject,
    predicateType: 'https://in-toto.io/attestation/test-result/v0.1',
    predicate: {
      result: resultOf(signOff.decision, warnedTests),
      configuration: signOff.digests
        .filter(({ kind }) => CONFIGURATION.includes(kind))
        .map(({ path, sha256 }) => ({ name: path, digest: { sha256 } })),
      passedTests: named((verdict) => verdict === 'passed'),
      warnedTests,
      failedTests: named(isTrouble),
      'llm-serving-acceptance.decision': signOff.decision,
      'llm-serving-acceptance.because': signOff.because,
      ...(signOff.run.id !== undefined && { 'llm-serving-acceptance.run': signOff.run.id }),
      ...(signOff.target && {
        'llm-serving-acceptance.target': `${signOff.target.name}${signOff.target.simulated ? ' (simulated)' : ''}`,
      }),
    },
  };
}

/** Only GO is a pass: a rehearsal and a partial run warn, everything else has failed. */
function resultOf(decision: DecisionWord, warned: readonly string[]): Statement['predicate']['result'] {
  switch (decision) {
    case 'GO':
      return warned.length > 0 ? 'WARNED' : 'PASSED';
    case 'REHEARSAL':
    case 'PARTIAL':
      return 'WARNED';
    default:
      return 'FAILED';
  }
}

/** Names are unique among the subjects: an image that runs with two digests is told apart by where it runs. */
function subjectsOf(images: readonly TestedImage[]): Resource[] {
  const digested = images.flatMap(({ sha256, ...image }) => (sha256 ? [{ ...image, sha256 }] : []));
  return digested.map(({ name, sha256, where }) => {
    const shared = digested.filter((other) => other.name === name).length > 1;
    return { name: shared ? `${name} (${where})` : name, digest: { sha256 } };
  });
}

function testsOf({ requirements, scenarios }: Verdicts): { name: string; verdict: Verdict }[] {
  return [
    ...requirements.flatMap(({ checks }) =>
      checks
        .filter(({ places }) => places.length > 0)
        .map(({ check, verdict }) => ({ name: check.id, verdict })),
    ),
    ...scenarios.map(({ scenario: { defined }, verdict }) => ({
      name: `${defined.uri}: ${defined.name}`,
      verdict,
    })),
  ];
}
