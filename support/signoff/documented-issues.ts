import type { RequirementVerdict } from '../verdict/model.ts';
import type { Verdict } from '../verdict/verdicts.ts';
import { SEVERITIES, type Severity } from './issues.ts';

/** A known issue of the documents and what this run says of it. */
export interface DocumentedIssue {
  readonly id: string;
  readonly severity: Severity;
  /** The source file that the document names; where it names none, what it calls the issue. */
  readonly component: string;
  readonly title: string;
  /** What the document says of it: `Must Fix`. */
  readonly documented: string;
  readonly status: Verdict;
  readonly scenarios: readonly string[];
}

const COMPONENT = /`(?:[^`]*\/)?([\w-]+\.\w+)`/;
const DOCUMENTED = /; status ([^;]+)$/m;

/** What the run says of a requirement that is a known issue of the documents; of another nothing. */
export function documentedIssue({ requirement, verdict, scenarios }: RequirementVerdict): DocumentedIssue[] {
  if (requirement.kind !== 'known-issue') return [];
  const given = requirement.given?.join('\n') ?? '';
  const documented = DOCUMENTED.exec(given)?.[1] ?? '';
  return [
    {
      id: requirement.id,
      severity: SEVERITIES[requirement.priority],
      component: COMPONENT.exec(given)?.[1] ?? (documented || requirement.category),
      title: requirement.title,
      documented,
      status: verdict,
      scenarios: scenarios.map(({ scenario }) => scenario.defined.name),
    },
  ];
}
