import { shellWord } from '../shell.ts';
import type { SelectionOptions } from './selection.ts';

/** The filters of the runner by their options, long and short. */
const OPTIONS: Readonly<Record<string, string>> = {
  ...{ '--tags': '--tags', '-t': '--tags' },
  ...{ '--name': '--name', '-n': '--name' },
  ...{ '--profile': '--profile', '-p': '--profile' },
};
const PLACE = /^(?:features(?:\/.*)?|.+\.feature(?::\d+)*)$/;

const HINTS: Readonly<Record<string, string>> = {
  '--tags': 'docs/glossary.md lists all tags',
  '--name': '--name takes a part of a title',
};

/** One sentence where nothing is left to run: the filters as they can be written again, and how to find ones that leave something. */
export function noneLeft(args: readonly string[], options: SelectionOptions): string {
  const own = filtersIn(args);
  const all = [...own.map(({ text }) => text), ...filtersOf(options)];
  if (all.length === 0) return 'no scenario is left: there is none in features/';
  const [what, others] = all.length === 1 ? ['filter', 'a wider one'] : ['filters', 'wider ones'];
  const leave = all.length === 1 ? 'it leaves' : 'they leave';
  const hints = Object.keys(HINTS).filter((option) => own.some((filter) => filter.option === option));
  return [
    `no scenario is left after the ${what} ${listed(all)}: try ${others} with npm run plan, which creates nothing and lists what ${leave}`,
    ...hints.map((option) => HINTS[option]),
  ].join('; ');
}

interface Filter {
  readonly option?: string;
  readonly text: string;
}

function filtersIn(args: readonly string[]): Filter[] {
  return args.flatMap((argument, index) => {
    const [name = '', ...inline] = argument.split('=');
    const option = OPTIONS[name];
    const value = inline.length > 0 ? inline.join('=') : (args[index + 1] ?? '');
    if (option !== undefined) return [{ option, text: `${option} ${shellWord(value)}` }];
    const isValue = OPTIONS[args[index - 1] ?? ''] !== undefined;
    return PLACE.test(argument) && !isValue ? [{ text: shellWord(argument) }] : [];
  });
}

const filtersOf = ({ only, rerun, shard }: SelectionOptions): string[] => [
  ...(only.length > 0 ? [`--only ${only.join(',')}`] : []),
  ...(rerun === undefined ? [] : [`--rerun ${shellWord(rerun)}`]),
  ...(shard === undefined ? [] : [`SHARD=${shard.index}/${shard.count}`]),
];

const listed = (texts: readonly string[]): string =>
  [texts.slice(0, -1).join(', '), texts.at(-1)].filter(Boolean).join(' and ');
