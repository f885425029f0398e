import type { DefectListing } from '../coordinator/embedded-defects.ts';
import type { DefinedScenario } from '../verdict/defined-scenarios.ts';

/** Keys of the scenarios that claim one of the checks, each once. */
export const claimants = (defect: DefectListing, scenarios: readonly DefinedScenario[]): string[] =>
  scenarios
    .filter(({ claims }) => claims.some(({ check }) => defect.checks.includes(check)))
    .map(({ key }) => key);

/** An even sample of a list, the same every time. */
export function sampleOf<T>(items: readonly T[], count: number): T[] {
  if (count >= items.length) return [...items];
  return Array.from({ length: count }, (_, index) => items[Math.floor((index * items.length) / count)] as T);
}
