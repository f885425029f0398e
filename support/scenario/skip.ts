import type { Capability, Release } from '../settings/settings.ts';

/** System tags, and the capability without which nothing of the system can be judged. */
const SYSTEMS: Readonly<Record<string, string>> = {
  kserve: 'kserve',
  aibrix: 'aibrix',
  orchestratord: 'orchestratord',
  kubefoundry: 'kubefoundry',
};

const NEEDS = 'needs-';

/** A capability that a scenario needs and the cluster lacks. */
export interface Missing {
  readonly needs: string;
  readonly found: string;
}

/** The capabilities that a scenario needs: by its system, by its requirements, and by its `@needs-…` tags. */
export function needsOf(
  tags: readonly string[],
  requirementIds: readonly string[],
  needsOfRequirements: Readonly<Record<string, readonly string[]>>,
): string[] {
  const bySystem = tags.flatMap((tag) => SYSTEMS[tag] ?? []);
  const byRequirement = requirementIds.flatMap((id) => needsOfRequirements[id] ?? []);
  const byTag = tags.filter((tag) => tag.startsWith(NEEDS)).map((tag) => tag.slice(NEEDS.length));
  return [...new Set([...bySystem, ...byRequirement, ...byTag])];
}

/**
 * The first needed capability that is not there, those first that are known not to be; one that nobody looked for counts as
 * missing.
 */
export function missingCapability(
  needs: readonly string[],
  capabilities: Readonly<Record<string, Capability>>,
): Missing | undefined {
  const missing = needs.filter((need) => !capabilities[need]?.present);
  const [first] = [...missing.filter((need) => capabilities[need]?.unknown === undefined), ...missing];
  if (first === undefined) return undefined;
  return { needs: first, found: capabilities[first]?.found ?? 'no way to detect it' };
}

/** A scenario of a system whose release table does not speak of any of its requirements. */
export function unspokenBy(
  releases: Readonly<Record<string, Release>>,
  { tags, requirementIds }: { readonly tags: readonly string[]; readonly requirementIds: readonly string[] },
): Missing | undefined {
  const [silent] = Object.values(releases).filter(
    ({ system, covers }) =>
      tags.includes(system) && covers !== undefined && !requirementIds.some((id) => isAmong(id, covers)),
  );
  if (!silent) return undefined;
  const { file, covers = [] } = silent;
  return {
    needs: `a release that speaks of ${requirementIds.join(', ') || 'it'}`,
    found: `${file}, which covers ${covers.join(', ')}`,
  };
}

/** `EC-LB-*` covers `EC-LB-001`. */
const isAmong = (id: string, covers: readonly string[]): boolean =>
  covers.some((one) => (one.endsWith('*') ? id.startsWith(one.slice(0, -1)) : id === one));
