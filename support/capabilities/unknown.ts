import { EnvironmentError } from '../cluster/environment-error.ts';
import { needsOf, unspokenBy } from '../scenario/skip.ts';
import type { Capability, RunFile } from '../settings/settings.ts';
import type { DefinedScenario } from '../verdict/defined-scenarios.ts';

type Capabilities = Readonly<Record<string, Capability>>;

/**
 * One sentence for each capability of which nobody knows whether the cluster has it, where nothing that was selected and
 * nothing of REQUIRE needs it. Throws `EnvironmentError` that names the requests where something does: a cluster whose API
 * server errs lacks nothing that anybody knows of.
 */
export function unknownToNote(
  runFile: RunFile,
  selected: readonly Pick<DefinedScenario, 'tags' | 'requirementIds'>[],
  required: readonly string[],
): string[] {
  const { capabilities } = runFile;
  refuseUnknown([...required, ...selected.flatMap((scenario) => openNeeds(scenario, runFile))], capabilities);
  return heard(Object.keys(capabilities), capabilities).map(
    (answer) =>
      `whether the cluster has this cannot be told, and nothing that was selected needs it: ${answer}`,
  );
}

/** Throws `EnvironmentError` that names the requests if nobody knows whether the cluster has one of these. */
export function refuseUnknown(needed: readonly string[], capabilities: Capabilities): void {
  const answers = heard([...new Set(needed)], capabilities);
  if (answers.length > 0)
    throw new EnvironmentError(
      `whether the cluster has this cannot be told: ${answers.join('; ')}; look at the API server, or try again later`,
    );
}

/** What decides whether a scenario runs; nothing where it is skipped for something that the cluster is known to lack. */
function openNeeds(
  { tags, requirementIds }: Pick<DefinedScenario, 'tags' | 'requirementIds'>,
  { settings, capabilities, needs = {} }: RunFile,
): string[] {
  const names = tags.map(({ name }) => name.slice(1));
  if (unspokenBy(settings.releases, { tags: names, requirementIds })) return [];
  const all = needsOf(names, requirementIds, needs);
  const lacks = ({ present, unknown }: Capability): boolean => !present && unknown === undefined;
  return all.some((need) => lacks(capabilities[need] ?? { present: false, found: '' })) ? [] : all;
}

/** `metrics-server, gpu (GET /api/v1/nodes: 503 …)`: the failed requests, each with what it leaves open. */
function heard(names: readonly string[], capabilities: Capabilities): string[] {
  const open = names.flatMap((name) => {
    const said = capabilities[name]?.unknown;
    return said === undefined ? [] : [{ name, said }];
  });
  return [...Map.groupBy(open, ({ said }) => said)].map(
    ([said, those]) => `${those.map(({ name }) => name).join(', ')} (${said})`,
  );
}
