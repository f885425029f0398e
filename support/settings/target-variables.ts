import { variables } from './variables.ts';

const OF_TARGETS = variables().flatMap(({ name, field }) => (field === undefined ? [] : [name]));

/** Of the variables that were set, those that say where a run goes and what it is like there, whatever it selects. */
export const targetVariables = (set: Readonly<Record<string, string>> = {}): Record<string, string> =>
  Object.fromEntries(
    Object.entries(set).filter(
      ([name, text]) => typeof text === 'string' && OF_TARGETS.some((known) => isOf(name, known)),
    ),
  );

/** Of some variables, those that the suite does not read. */
export const foreignVariables = (set: Readonly<Record<string, string>>): string[] =>
  Object.keys(set).filter((name) => !variables().some((known) => isOf(name, known.name)));

const isOf = (name: string, known: string): boolean =>
  name === known ||
  (known.endsWith('<WORD>') && new RegExp(`^${known.slice(0, -'<WORD>'.length)}[A-Z0-9_]+$`).test(name));
