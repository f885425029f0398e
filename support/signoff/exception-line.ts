import { type Deviation, daysLeft, type Exception } from '../verdict/exceptions.ts';
import type { CheckVerdict, ScenarioVerdict, VerdictInputs } from '../verdict/model.ts';
import { isAbout } from '../verdict/register-entries.ts';

/** An entry of the register as reports show it. */
export interface ExceptionLine {
  readonly type: Exception['type'];
  readonly at: string;
  readonly about: string;
  readonly reason: string;
  /** The release that a known issue is about: `kserve/document`. */
  readonly release?: string;
  readonly approver?: string;
  readonly expires?: string;
  /** Days from the run to the expiry, negative afterwards. */
  readonly daysLeft?: number;
  /** What a deviation says, in its parts; `reason` has the same in one sentence. */
  readonly deviation?: Pick<Deviation, 'checks' | 'documentSays' | 'suiteDoes' | 'why' | 'source'>;
}

export function exceptionLine(entry: Exception, today: Date): ExceptionLine {
  const { type, at, checks } = entry;
  if (type === 'deviation') {
    const { documentSays, suiteDoes, why, source } = entry;
    return {
      type,
      at,
      about: checks.join(', '),
      reason: `the document says: ${documentSays}; instead: ${suiteDoes}; why: ${why} (${source})`,
      deviation: { checks, documentSays, suiteDoes, why, source },
    };
  }
  const about = [
    ...('scenario' in entry ? [`"${entry.scenario}"`] : []),
    ...checks,
    ...figuresOf(entry),
  ].join(', ');
  return {
    type,
    at,
    about,
    reason: entry.reason,
    ...('release' in entry && { release: entry.release }),
    ...('approver' in entry && { approver: entry.approver }),
    expires: entry.expires,
    daysLeft: daysLeft(entry, today),
  };
}

/** `figure RK-001.26 median latency at most 180 milliseconds on kind (context kind-a)`. */
function figuresOf(entry: Exception): string[] {
  if (entry.type !== 'waiver' || entry.figures === undefined) return [];
  const { figures, target, context } = entry.figures;
  const where = context === undefined ? target : `${target} (context ${context})`;
  return figures.map(({ id, accepts }) => `figure ${id} ${accepts} on ${where}`);
}

/** `waiver, approved by release manager, until 2027-01-31: the port is documented`. */
export function exceptionText({ type, release, approver, expires, daysLeft, reason }: ExceptionLine): string {
  const expired = daysLeft !== undefined && daysLeft < 0;
  return `${[
    type,
    release && `of ${release}`,
    approver && `approved by ${approver}`,
    expires && `${expired ? 'expired on' : 'until'} ${expires}`,
  ]
    .filter(Boolean)
    .join(', ')}: ${reason}`;
}

/** The entries that speak for what troubles some scenarios, or change what its checks ask for. */
export function entriesAbout(
  scenarios: readonly ScenarioVerdict[],
  known: ReadonlyMap<string, CheckVerdict>,
  inputs: VerdictInputs,
): ExceptionLine[] {
  const entries = scenarios.flatMap((judged) => {
    const { defined } = judged.scenario;
    const ofChecks = defined.claims.flatMap(({ check }, index) => {
      const { verdict, shown = [] } = judged.claims[index] ?? { verdict: 'not-run' };
      if (verdict === 'passed') return [];
      return (known.get(check)?.exceptions ?? []).filter(
        (entry) =>
          !('scenario' in entry) ||
          (entry.type === 'known-issue' ? shown.includes(entry) : isAbout(entry, defined)),
      );
    });
    return ofChecks.length > 0 ? ofChecks : judged.exceptions;
  });
  return [...new Set(entries)].map((entry) => exceptionLine(entry, inputs.today));
}
