import type { StepPattern } from '../../glossary/step-definitions.ts';
import type { DefinedStep } from '../../verdict/defined-scenarios.ts';
import type { FeatureSource } from '../feature-source.ts';
import type { Finding } from '../finding.ts';
import type { Project } from '../project.ts';
import { absenceFindings } from './absences.ts';
import { findingsOfTables } from './tables.ts';

const KEYWORD = { Context: 'Given', Action: 'When', Outcome: 'Then', Unknown: '' } as const;

/** Steps are used as they are meant: with their keyword, with their table, and with words that exist. */
export function vocabularyFindings(feature: FeatureSource, project: Project): Finding[] {
  const seen = new Set<string>();
  const keywords = feature.scenarios
    .flatMap(({ steps }) => steps)
    .flatMap((step) => {
      const pattern = project.vocabulary.find(step.text);
      return pattern ? keywordFindings(feature, step, pattern) : [];
    })
    .filter(({ line }) => {
      const isNew = !seen.has(String(line));
      seen.add(String(line));
      return isNew;
    });
  return [...keywords, ...findingsOfTables(feature, project), ...absenceFindings(feature, project)];
}

function keywordFindings({ uri }: FeatureSource, step: DefinedStep, { keyword }: StepPattern): Finding[] {
  const used = KEYWORD[step.type];
  if (used === '' || used === keyword) return [];
  return [
    {
      uri,
      line: step.line,
      rule: 'keyword',
      problem: `"${step.text}" is a ${keyword}, used here as a ${used}`,
      fix: 'move it to its place in the scenario, or use the step that the glossary has for it',
    },
  ];
}
