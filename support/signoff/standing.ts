import { counted } from '../amounts/counted.ts';
import type { Issue } from './issues.ts';
import type { SignOff } from './sign-off.ts';

/** What stands against GO as people read it: each cause once and in one line, its whole message stands with the issue. */
export interface Standing {
  /** How the number of the decision comes about; absent where nothing failed. */
  readonly sentence?: string;
  /** The most severe first. */
  readonly issues: readonly Issue[];
  /** Sentences of the gate that no issue tells. */
  readonly others: readonly string[];
}

/** How a sentence of the gate about a scenario begins. */
const SCENARIO = /^(\S.*?:\d+) "/;

/** Groups what the gate says by the issues that tell it. */
export function standingOf({ blockers, issues }: Pick<SignOff, 'blockers' | 'issues'>): Standing {
  const byScenario = Map.groupBy(blockers, (it) => SCENARIO.exec(it)?.[1]);
  const all = new Set(blockers);
  const told = new Set<string>();
  const standing = issues.filter(({ sentence, scenarios, excused }) => {
    const own = sentence === undefined ? scenarios.flatMap(({ at }) => byScenario.get(at) ?? []) : [sentence];
    if (excused || !own.some((it) => all.has(it))) return false;
    for (const it of own) told.add(it);
    return true;
  });
  const others = blockers.filter((it) => !told.has(it));
  if (blockers.length === 0) return { issues: standing, others };
  return { sentence: sentenceOf(standing, blockers.length, others.length), issues: standing, others };
}

/** `3 things: 2 Critical, 1 High`; `17 things: 16 by 13 causes (5 Critical, 8 High), each told once, and 1 by itself`. */
function sentenceOf(issues: readonly Issue[], all: number, others: number): string {
  const things = counted(all, 'thing');
  if (issues.length === 0) return things;
  const severities = [...Map.groupBy(issues, ({ severity }) => severity)];
  const counts = severities.map(([severity, own]) => `${own.length} ${severity}`).join(', ');
  if (issues.length === all) return `${things}: ${counts}`;
  const causes = `by ${counted(issues.length, 'cause')} (${counts}), each told once`;
  return others === 0
    ? `${things} ${causes}`
    : `${things}: ${all - others} ${causes}, and ${others} by ${others === 1 ? 'itself' : 'themselves'}`;
}

/** `Critical, failed: It answers (3 scenarios)`: an issue in one line, behind its id. */
export const inOneLine = ({ severity, verdict, title, scenarios, olderText }: Issue): string =>
  `${severity}, ${verdict}${olderText ? ' under an older text' : ''}: ${title}${scenarios.length > 1 ? ` (${scenarios.length} scenarios)` : ''}`;
