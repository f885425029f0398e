import { causeOf } from '../verdict/plain-text.ts';
import type { VerdictChange } from './verdict-changes.ts';

/** How a reason begins that says the verdict itself. */
const NOT_REACHED = /^not reached: /;

/** Changed checks with why each came out so: those of one cause stand together, and the first of them tells it. */
export function withCauses(changes: readonly VerdictChange[]): (readonly [VerdictChange, string])[] {
  const causes = Map.groupBy(changes, ({ check, reason }) =>
    reason === undefined ? check : causeOf(reason).replace(NOT_REACHED, ''),
  );
  return [...causes.values()].flatMap((own) =>
    own.map((change, index) => {
      const told = index === 0 ? causeOf(change.reason) : `as ${own[0]?.check}`;
      return [change, change.reason === undefined ? '' : told] as const;
    }),
  );
}

/** A sentence of the gate about a scenario: what became of it where, and why. */
const BLOCKER = /^((\S.*?:\d+) ".*?" (?:failed|is \w+|was [\w ]+|did not come to its end)): (.*)$/s;

/** New blockers in one line each: those of one cause stand together, and the first of them tells it. */
export function blockersByCause(blockers: readonly string[]): string[] {
  const causes = Map.groupBy(blockers, (blocker) => BLOCKER.exec(blocker)?.[3] ?? blocker);
  return [...causes.values()].flatMap((own) =>
    own.map((blocker, index) => {
      const [, head] = BLOCKER.exec(blocker) ?? [];
      const first = BLOCKER.exec(own[0] ?? '')?.[2];
      return index === 0 || head === undefined ? causeOf(blocker) : `${head}: as ${first}`;
    }),
  );
}
