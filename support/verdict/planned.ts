import type { Inventory, Requirement } from './inventory.ts';
import type { Verdicts } from './model.ts';
import { type Tally, tally } from './totals.ts';

/** One line of a document's coverage plan: what it announces, what it then describes, and what this suite has. */
export interface PlannedGroup {
  readonly id: string;
  readonly name: string;
  /** Scenarios that the document announces. */
  readonly planned: number;
  /** Scenarios and edge cases (validation tests included) that the document describes. */
  readonly described: number;
  readonly edgeCases: number;
  /** Scenarios of the features that carry the id of one of these, by verdict. */
  readonly scenarios: Tally;
  /** All of them together. */
  readonly defined: number;
}

const PLAN = 'coverage-plan';
const FIGURE = /`([^`]+)` planned (\d+)/;

/**
 * The coverage plan of the inventory. Each requirement of its category `coverage-plan` is a group: it names a planned
 * number, and the scenarios of the document that it counts as `related`.
 * - A scenario of the document belongs to the first group that names it.
 * - An edge case or validation test belongs to the group of a scenario that it is related to, in its own category.
 * - A scenario of the features counts in the first of the groups whose ids it carries.
 * - A group whose name is a total or a priority is counted over all groups of the document.
 */
export function plannedAgainstDefined(verdicts: Verdicts): PlannedGroup[] {
  const { inventory } = verdicts.inputs;
  const byId = new Map(inventory.requirements.map((requirement) => [requirement.id, requirement]));
  const plans = inventory.requirements.flatMap((plan) => {
    const [, name, planned] = FIGURE.exec(plan.checks[0]?.expect ?? '') ?? [];
    if (plan.category !== PLAN || name === undefined) return [];
    return [{ plan, name, planned: Number(planned) }];
  });
  const groups = groupsOf(
    plans.map(({ plan, name }) => ({ plan, name })),
    byId,
    inventory,
  );
  const counted = new Set<string>();
  return plans.map(({ plan, name, planned }, index) => {
    const own = groups[index] ?? [];
    const ids = own.map(({ id }) => id);
    const isCategory = !isTotal({ plan, name }) && priorityOf({ plan, name }) === undefined;
    const scenarios = verdicts.scenarios.filter(
      ({ scenario: { defined } }) =>
        defined.requirementIds.some((id) => ids.includes(id)) && !(isCategory && counted.has(defined.key)),
    );
    if (isCategory) for (const { scenario } of scenarios) counted.add(scenario.defined.key);
    const described = own.filter(({ kind }) => kind === 'scenario').length;
    return {
      id: plan.id,
      name,
      planned,
      described,
      edgeCases: own.length - described,
      scenarios: tally(scenarios),
      defined: scenarios.length,
    };
  });
}

interface Plan {
  readonly plan: Requirement;
  readonly name: string;
}

function groupsOf(
  plans: readonly Plan[],
  byId: ReadonlyMap<string, Requirement>,
  { requirements }: Inventory,
): Requirement[][] {
  const taken = new Map<string, Plan>();
  const categories = plans.filter((plan) => !isTotal(plan) && priorityOf(plan) === undefined);
  for (const category of categories) {
    for (const id of category.plan.related ?? [])
      if (byId.get(id)?.kind === 'scenario' && !taken.has(id)) taken.set(id, category);
  }
  for (const requirement of requirements) {
    if (!['edge-case', 'validation'].includes(requirement.kind)) continue;
    const base = requirement.related?.find(
      (id) => taken.has(id) && byId.get(id)?.category === requirement.category,
    );
    const category = base === undefined ? undefined : taken.get(base);
    if (category) taken.set(requirement.id, category);
  }
  const planned = requirements.filter(({ id }) => taken.has(id));
  return plans.map((plan) => {
    const priority = priorityOf(plan);
    if (isTotal(plan)) return planned;
    if (priority !== undefined) return planned.filter((requirement) => requirement.priority === priority);
    return planned.filter(({ id }) => taken.get(id) === plan);
  });
}

const isTotal = ({ name }: Plan): boolean => /\btotal\b/i.test(name);
const priorityOf = ({ name }: Plan): string | undefined => /\((P[0-3])\)/.exec(name)?.[1];
