/** How messages of judged rows name their checks: of no use to whoever reads promises. */
const CHECKS = /\b(?:[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)+\.\d+(?:, |(?=: )))+: /g;

/** A namespace that the suite made for a scenario, or for those of a file. */
const NAMESPACE = 'acc-[a-z0-9]+(?:-[a-z0-9]+)+';
const OF_AN_OBJECT = new RegExp(`(?<![\\w/.-])${NAMESPACE}/`, 'g');
const IN_A_NAME = new RegExp(`(?<=[/.])${NAMESPACE}\\b`, 'g');
const ALONE = new RegExp(`\\b(?:namespace )?${NAMESPACE}\\b`, 'g');

/** Why a promise does not hold, without what only the suite knows: ids of checks, and names of its namespaces. */
export const toldPlainly = (reason: string): string =>
  reason
    .replace(CHECKS, '')
    .replace(OF_AN_OBJECT, '')
    .replace(IN_A_NAME, '{namespace}')
    .replace(ALONE, 'the namespace of the scenario');
