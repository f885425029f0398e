import { loadConfiguration, loadSources } from '@cucumber/cucumber/api';
import { inOrder, inShard } from '../coordinator/order.ts';
import { unknownNames } from '../selection/names.ts';
import { noneLeft } from '../selection/none-left.ts';
import { placeProblems } from '../selection/places.ts';
import { readSelection } from '../selection/selection.ts';
import { unknownTags } from '../selection/unknown-tags.ts';
import type { LoadedSettings } from '../settings/load-settings.ts';
import { InputProblems } from '../settings/problems.ts';
import { allTags, type TaggedInventory } from '../validation/features.ts';
import type { DefinedScenario } from '../verdict/defined-scenarios.ts';
import { readFeatureFolder } from '../verdict/feature-files.ts';
import { type Inventory, readInventory } from '../verdict/inventory.ts';
import { refusedBecause } from './refused.ts';

/** What a run with these arguments and variables would choose. */
export interface Chosen {
  /** In the order in which they would start. */
  readonly scenarios: readonly DefinedScenario[];
  /** Every scenario that the project defines. */
  readonly defined: readonly DefinedScenario[];
  readonly inventory: Inventory;
}

/** The variables that a profile of the arguments sets. */
export async function profileVariables(args: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const { runConfiguration } = await loadConfiguration({ ...profilesIn(args) });
  const { acceptance = {} } = (runConfiguration.plugins?.options ?? {}) as {
    acceptance?: Record<string, string>;
  };
  return acceptance;
}

/**
 * Reads the features as the runner would: its filters, then ONLY and RERUN, then the shard. Throws `InputProblems` with
 * every mistake.
 */
export async function choose(args: readonly string[], loaded: LoadedSettings): Promise<Chosen> {
  const { profiles, rest } = profilesIn(args);
  const { runConfiguration } = await loadConfiguration({ profiles, provided: rest });
  const [{ plan, errors }, folder, inventory, selection] = await Promise.all([
    loadSources(runConfiguration.sources),
    readFeatureFolder('features'),
    readInventory('features/requirements.yaml'),
    readSelection(loaded.options, loaded.settings),
  ]);
  const byKey = new Map(folder.scenarios.map((scenario) => [scenario.key, scenario]));
  const left = plan.flatMap(({ uri, location }) => byKey.get(`${uri}:${location.line}`) ?? []);
  const files = [...new Set([...plan, ...errors].map(({ uri }) => uri))];
  const problems = [
    ...(await refusedBecause(files, left)),
    ...placeProblems(runConfiguration.sources.paths, folder.scenarios),
    ...unknownNames(rest, folder.scenarios),
    ...unknownTags(rest, allTags(inventory as TaggedInventory)),
    ...selection.problems(left, inventory),
  ];
  if (problems.length > 0) throw new InputProblems(problems);
  const { settings, options } = loaded;
  const asked = left.filter((scenario) => selection.includes(scenario)).map(asPickle);
  const mine = selection.split ? inShard(asked, selection.split) : asked;
  const ordered = inOrder(mine, options.order === 'random' ? settings.run.seed : undefined);
  if (ordered.length === 0) throw new InputProblems([noneLeft(args, options)]);
  return { scenarios: ordered.map(({ scenario }) => scenario), defined: folder.scenarios, inventory };
}

/** As the order of a run looks at scenarios: their file and their tags. */
const asPickle = (scenario: DefinedScenario) => ({
  scenario,
  pickle: { uri: scenario.uri, tags: scenario.tags },
});

const PROFILE = /^(?:-p|--profile)(?:=(.*))?$/;

/** The configuration is loaded by profile, and takes the other arguments as they stand. */
function profilesIn(args: readonly string[]): { profiles: string[]; rest: string[] } {
  const profiles: string[] = [];
  const rest: string[] = [];
  for (let index = 0; index < args.length; index += 1) {
    const argument = args[index] ?? '';
    const match = PROFILE.exec(argument);
    if (!match) rest.push(argument);
    else profiles.push(match[1] ?? args[++index] ?? '');
  }
  return { profiles, rest };
}
