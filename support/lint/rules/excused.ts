import { nearest } from '../../coordinator/validation/nearest.ts';
import type { Finding } from '../finding.ts';
import type { Project } from '../project.ts';

/** Entries of the register about scenarios that do not exist, or not under that title any more: they excuse nothing. */
export function excusedFindings({ excused, features }: Project): Finding[] {
  const titles = new Set(features.flatMap(({ scenarios }) => scenarios.map(({ name }) => name)));
  return excused
    .filter(({ scenario }) => !titles.has(scenario))
    .map(({ at, scenario }) => {
      const [, uri = at, line] = /^(.*):(\d+)$/.exec(at) ?? [];
      const meant = nearest(scenario, titles);
      return {
        uri,
        line: Number(line ?? 1),
        rule: 'excused',
        problem: `no scenario is called "${scenario}"`,
        fix: meant
          ? `write "${meant}", if that is the one`
          : 'name a scenario by its title, or remove the entry',
      };
    });
}
