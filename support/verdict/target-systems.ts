import { counted } from '../amounts/counted.ts';
import type { RunFile } from '../settings/settings.ts';
import type { Inventory, Requirement } from './inventory.ts';
import type { VerdictInputs } from './model.ts';

/** The folder of each system of the inventory: by this name features, release tables and targets know it. */
export const SYSTEM_FOLDERS: Readonly<Record<string, string>> = {
  'kserve-llmisvc': 'kserve',
  'aibrix-kv': 'aibrix',
  orchestratord: 'orchestratord',
  'kubefoundry-kaito': 'kubefoundry',
};

/** A system of the inventory that the target of a run does not name. */
export interface LeftOutSystem {
  readonly id: string;
  readonly name: string;
  readonly requirements: number;
  readonly checks: number;
}

/** The folder of a system of the inventory. */
export const folderOf = (system: string): string => SYSTEM_FOLDERS[system] ?? system;

/**
 * The systems that are not part of the target: it names a release or an endpoint of others, and none of these. Nothing is
 * left out where nobody knows the target, where it names no release, or where the inventory does not have the systems
 * that it names.
 */
export function leftOutSystems({ inventory, runFile, runFiles = [] }: Judging): LeftOutSystem[] {
  const { systems, requirements } = inventory;
  const targets = (runFiles.length > 0 ? runFiles : [runFile]).map(namedBy);
  const known = new Set(systems.map(({ id }) => folderOf(id)));
  const named = new Set(targets.flatMap(({ releases, endpoints }) => [...releases, ...endpoints]));
  const unclear = ({ releases }: Named): boolean =>
    releases.length === 0 || releases.some((name) => !known.has(name));
  if (targets.some(unclear)) return [];
  const isNamed = (id: string): boolean => named.has(folderOf(id)) || named.has(id);
  if (!requirements.some(({ system }) => isNamed(system))) return [];
  return systems.flatMap(({ id, name }) => {
    if (isNamed(id)) return [];
    const own = requirements.filter(({ system }) => system === id);
    if (own.length === 0) return [];
    const checks = own.reduce((count, requirement) => count + requirement.checks.length, 0);
    return [{ id, name, requirements: own.length, checks }];
  });
}

/** What of the inputs of a verdict says it: of merged runs every one. */
type Judging = Pick<VerdictInputs, 'inventory' | 'runFile' | 'runFiles'>;

interface Named {
  readonly releases: readonly string[];
  readonly endpoints: readonly string[];
}

const namedBy = (runFile: RunFile | undefined): Named => ({
  releases: Object.keys({ ...runFile?.settings.target.releases, ...runFile?.settings.releases }),
  endpoints: Object.keys(runFile?.settings.target.endpoints ?? {}),
});

/** `aibrix-kv is not part of this target, …`: what stands beside every decision that did not look at the system. */
export const leftOutText = ({ id, name, requirements, checks }: LeftOutSystem): string =>
  `${id} (${name}) is not part of this target, which names no release of it: ${counted(requirements, 'requirement')} with ${counted(checks, 'check')} not judged`;

/** Tells whether requirements, and scenarios by the requirements that they carry, are of a system that the target has. */
export function partsOf(
  { requirements }: Inventory,
  leftOut: readonly LeftOutSystem[],
): {
  requirement(it: Requirement): boolean;
  scenario(ids: readonly string[]): boolean;
} {
  const out = new Set(leftOut.map(({ id }) => id));
  const outside = new Set(requirements.flatMap(({ id, system }) => (out.has(system) ? [id] : [])));
  return {
    requirement: ({ system }) => !out.has(system),
    scenario: (ids) => ids.length === 0 || ids.some((id) => !outside.has(id)),
  };
}
