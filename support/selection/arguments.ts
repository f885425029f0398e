import { existsSync, readFileSync } from 'node:fs';
import { swallowedOptions } from '../command-line/swallowed.ts';
import { editDistance, offer } from '../spelling/nearest.ts';
import noRun from './no-run.json' with { type: 'json' };

/** What `npm run acceptance` accepts besides everything that cucumber-js does. */
export const HELP = `npm run acceptance -- [options] [features/…[:LINE]…]

Runs the features on the target (TARGET, embedded by default) and publishes the reports to reports/.
  --rerun RUN      repeats what failed, was blocked or did not come to its end in a run (id, directory, or "last"), and
                   judges both runs as one; also RERUN=. "last" is refused where a later run came to no verdict,
                   or had DEFECTS
  --only ID[,ID]   only scenarios that decide one of these checks (LB-001.29) or requirements (LB-001); also ONLY=
  -p, --profile    smoke: P0 without @slow; nightly: everything in random order;
                   signoff: everything, and a missing capability is an error
  --help           this text

SHARD=1/4 runs a part of the features (--shard is not taken); npm run report merges the parts of one run, also those by
features or tags. They are of one by SHARD_RUN, which is the number of the pipeline (GITHUB_RUN_ID, CI_PIPELINE_ID,
BUILD_BUILDID, BUILDKITE_BUILD_ID, BUILD_TAG) where it is not set.

Everything else goes to cucumber-js as it stands: --tags, --name, --dry-run, … (npx cucumber-js --help). README.md
lists the variables. Exit status: 0 gate passed, 1 gate failed, 2 environment or configuration wrong or nothing
judged, 130 interrupted.`;

export interface Arguments {
  readonly help: boolean;
  /** One sentence for each mistake. */
  readonly problems: readonly string[];
  /** What the suite's own options say, as variables. */
  readonly variables: Readonly<Record<string, string>>;
  /** What the runner gets. */
  readonly rest: readonly string[];
}

/** One sentence where the runner is to spread the scenarios: each shard would be a part of which nobody knows what it is. */
export function ownShards(args: readonly string[]): string[] {
  return args.flatMap((argument, index) => {
    const [, inline] = /^--shard(?:=(.*))?$/s.exec(argument) ?? [];
    if (inline === undefined && argument !== '--shard') return [];
    const [value = '1/2'] = /^\d+\/\d+$/.exec(inline ?? args[index + 1] ?? '') ?? [];
    return [`--shard is not taken, because its parts do not say which shards they are: write SHARD=${value}`];
  });
}

/** Options with which the runner runs nothing: it tells something, or looks whether everything is sound. */
const NO_RUN: readonly string[] = noRun;

/** A dry run, or a question to the runner: nothing is judged, and no report is to be expected. */
export const judgesNothing = (args: readonly string[]): boolean =>
  args.some((argument) => NO_RUN.includes(argument.split('=')[0] ?? ''));

/** Options of a run, the runner's among them, that npm keeps if they stand before `--`: without them another run would begin. */
const KEPT_BY_NPM = ['rerun', 'profile', 'tags', 'fail-fast', 'retry', 'parallel', 'order', 'shard'];

const OPTIONS: Readonly<Record<string, string>> = { '--rerun': 'RERUN', '--only': 'ONLY' };

/** Takes the suite's own options out of the arguments; the others keep their order. */
export function readArguments(args: readonly string[]): Arguments {
  const values = new Map<string, string[]>();
  const problems: string[] = [swallowedOptions(KEPT_BY_NPM, args)?.message ?? [], ownShards(args)].flat();
  const rest: string[] = [];
  let help = false;
  for (let index = 0; index < args.length; index += 1) {
    const argument = args[index] ?? '';
    const [option = '', ...inline] = argument.split('=');
    const variable = OPTIONS[option];
    if (argument === '--help' || argument === '-h') help = true;
    else if (variable === undefined) {
      rest.push(argument);
      problems.push(...misspelt(option), ...unknownProfile(option, inline[0] ?? args[index + 1]));
    } else {
      const value = inline.length > 0 ? inline.join('=') : args[++index];
      if (!value || value.startsWith('-')) problems.push(`${option} needs a value: ${exampleOf(option)}`);
      else values.set(variable, [...(values.get(variable) ?? []), value]);
    }
  }
  if ((values.get('RERUN')?.length ?? 0) > 1) problems.push('--rerun takes one run');
  const variables = Object.fromEntries([...values].map(([name, list]) => [name, list.join(',')]));
  return { help, problems, variables, rest };
}

/** The runner knows its own options, and not those. */
const misspelt = (option: string): string[] =>
  Object.keys(OPTIONS)
    .filter((known) => option.startsWith('--') && editDistance(option, known) <= 2)
    .map((known) => `there is no option ${option}; did you mean ${known}?`);

const CONFIGURATION = 'cucumber.mjs';

function unknownProfile(option: string, name = ''): string[] {
  if ((option !== '-p' && option !== '--profile') || !existsSync(CONFIGURATION)) return [];
  const exported = readFileSync(CONFIGURATION, 'utf8').matchAll(/^export const (\w+)/gm);
  const profiles = ['default', ...[...exported].map(([, profile = '']) => profile)];
  return profiles.includes(name) ? [] : [`there is no profile "${name}"; ${offer(name, profiles)}`];
}

const exampleOf = (option: string): string => (option === '--rerun' ? '--rerun last' : '--only LB-001.29');
