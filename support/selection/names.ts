import { nearest } from '../spelling/nearest.ts';
import type { DefinedScenario } from '../verdict/defined-scenarios.ts';

/** One sentence for each `--name` that fits no scenario: beside one that does, it would be left out without a word. */
export function unknownNames(
  args: readonly string[],
  scenarios: readonly Pick<DefinedScenario, 'name'>[],
): string[] {
  const titles = scenarios.map(({ name }) => name);
  return namesIn(args)
    .filter((name) => !titles.some((title) => new RegExp(name).test(title)))
    .map((name) => {
      const meant = nearest(name, titles);
      return `--name "${name}" fits the title of no scenario${meant === undefined ? '' : `; did you mean "${meant}"?`}`;
    });
}

const namesIn = (args: readonly string[]): string[] =>
  args.flatMap((argument, index) => {
    const [, inline] = /^(?:-n|--name)(?:=(.*))?$/s.exec(argument) ?? [];
    if (inline !== undefined) return [inline];
    return argument === '-n' || argument === '--name' ? [args[index + 1] ?? ''] : [];
  });
