import type { GherkinDocument, Pickle } from '@cucumber/messages';
import { definedScenarios } from '../verdict/defined-scenarios.ts';

/** What the runner hands to plugins for each scenario. */
interface Item {
  readonly pickle: Pickle;
  readonly gherkinDocument: GherkinDocument;
}

interface Context {
  readonly options: { readonly checks: readonly string[] };
  transform(event: 'pickles:filter', transformer: (items: readonly Item[]) => Item[]): void;
}

/** A scenario up to the last step that decides one of the checks: what comes after it cannot add a proof. */
export function cut({ pickle, gherkinDocument }: Item, checks: readonly string[]): Item {
  const claims = definedScenarios(gherkinDocument, [pickle]).get(pickle.id)?.claims ?? [];
  const last = Math.max(...claims.filter(({ check }) => checks.includes(check)).map(({ step }) => step));
  const steps = Number.isFinite(last) ? pickle.steps.slice(0, last + 1) : pickle.steps;
  return { pickle: { ...pickle, steps }, gherkinDocument };
}

/** The plugin of a trial: its scenarios end as soon as all claims of the defect are decided. */
export default {
  type: 'plugin',
  optionsKey: 'trial',
  coordinator: ({ options, transform }: Context): void =>
    transform('pickles:filter', (items) => items.map((item) => cut(item, options.checks))),
};
