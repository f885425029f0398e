import type { DefectListing } from '../coordinator/embedded-defects.ts';
import { isNoJudgement } from '../judging/check-results.ts';
import { OUT_OF_TIME } from '../scenario/deadline.ts';
import { claimDigest } from '../verdict/claim-words.ts';
import { decideClaim } from '../verdict/decide.ts';
import type { RecordedScenario } from '../verdict/recorded-run.ts';

/** A step or row that noticed a defect. */
export interface Kill {
  check: string;
  /** `features/x.feature:12`. */
  at: string;
  message: string;
  /** The feature, and the digest of the text that noticed it: `claimDigest`. */
  uri: string;
  digest: string;
}

/** What the claims of one scenario came to. */
export interface Outcomes {
  readonly kills: readonly Kill[];
  /** Why checks of the defect did not notice it, one sentence each. */
  readonly survivals: readonly string[];
}

/** What came of one defect. */
export interface Trial extends Outcomes {
  readonly defect: DefectListing;
  readonly seconds: number;
}

/** A trial as it is asked for: the scenarios that claim the defect's checks, as `features/x.feature:12`. */
export interface TrialRequest {
  readonly defect: DefectListing;
  readonly scenarios: readonly string[];
}

/**
 * What a scenario says about a defect. Only a claim that failed by assertion counts as a kill: one that was blocked or not
 * reached has not judged anything, and neither has one that ended by a mistake of the suite, without an answer of the
 * cluster, or because the scenario's time was over.
 */
export function outcomesOf(scenario: RecordedScenario, checks: readonly string[]): Outcomes {
  const kills: Kill[] = [];
  const survivals: string[] = [];
  for (const claim of scenario.defined.claims) {
    if (!checks.includes(claim.check)) continue;
    const { verdict, reason = '' } = decideClaim(scenario, claim);
    const at = `${scenario.defined.uri}:${claim.line}`;
    if (verdict === 'failed' && !isNoJudgement(reason) && !reason.includes(OUT_OF_TIME))
      kills.push({
        check: claim.check,
        at,
        message: reason,
        uri: scenario.defined.uri,
        digest: claimDigest(scenario.defined, claim),
      });
    else survivals.push(`${claim.check} at ${at} is ${verdict}${reason && `: ${reason}`}`);
  }
  return { kills, survivals };
}

/** The outcomes of several scenarios as one. */
export const together = (outcomes: readonly Outcomes[]): Outcomes => ({
  kills: outcomes.flatMap(({ kills }) => kills),
  survivals: outcomes.flatMap(({ survivals }) => survivals),
});
