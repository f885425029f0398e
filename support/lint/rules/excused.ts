import { nearest } from '../../spelling/nearest.ts';
import { entryMistakes, filesMeant } from '../../verdict/register-entries.ts';
import type { Finding } from '../finding.ts';
import type { Project } from '../project.ts';

/**
 * Entries of the registers that a run does not accept. Entries about scenarios that do not exist, or not under that title
 * any more: they excuse nothing. And entries that excuse more than one may: of two scenarios with one title, without an end
 * that is near, or something P0.
 */
export function excusedFindings(project: Project, today = new Date()): Finding[] {
  const scenarios = project.features.flatMap((feature) => feature.scenarios);
  const titles = new Set(scenarios.map(({ name }) => name));
  const strangers = project.excused
    .filter((entry) => 'scenario' in entry)
    .filter((entry) => filesMeant(entry, scenarios).length === 0)
    .map(({ at, scenario, feature }) => {
      const meant = nearest(scenario, titles);
      return {
        ...placeOf(at),
        problem: `no scenario ${feature === undefined ? '' : `of ${feature} `}is called "${scenario}"`,
        fix: titles.has(scenario)
          ? 'name the file that it stands in, or leave the file out'
          : meant
            ? `write "${meant}", if that is the one`
            : 'name a scenario by its title, or remove the entry',
      };
    });
  const mistakes = [
    ...project.registerProblems,
    ...entryMistakes(project.excused, scenarios, project.inventory, today),
  ].map((sentence) => {
    const [, at = '', problem = sentence] = /^(.*?:\d+): (.*)$/.exec(sentence) ?? [];
    return { ...placeOf(at), problem };
  });
  return [...strangers, ...mistakes];
}

function placeOf(at: string): Pick<Finding, 'uri' | 'line' | 'rule'> {
  const [, uri = at, line] = /^(.*):(\d+)$/.exec(at) ?? [];
  return { uri, line: Number(line ?? 1), rule: 'excused' };
}
