import { asMessages } from '../../glossary/vocabulary.ts';
import { featureProblems } from '../../validation/features.ts';
import { stepProblems } from '../../validation/steps.ts';
import type { Finding } from '../finding.ts';
import type { Project } from '../project.ts';

/**
 * What the start of a run would refuse: files that do not parse, unknown or misplaced tags, unknown checks, a missing
 * priority, manifests that are none, steps that nobody or several define. The rules are those of the run itself.
 */
export const startUpFindings = (project: Project): Finding[] => startUpProblems(project).map(asFinding);

/** The same as the sentences of a run. */
export function startUpProblems({ features, inventory, vocabulary, manifests }: Project): string[] {
  const loaded = {
    documents: features.flatMap(({ document }) => document ?? []),
    pickles: features.flatMap(({ pickles }) => pickles),
    parseErrors: features.flatMap(({ parseErrors }) => parseErrors),
  };
  const scenarios = features.flatMap((feature) => feature.scenarios);
  return [
    ...featureProblems(loaded, inventory),
    ...stepProblems(scenarios, asMessages(vocabulary), { manifest: [...manifests.keys()] }),
  ];
}

/** `features/x.feature:12:3: sentence`: problems of a run carry their place and their way out in one text. */
function asFinding(text: string): Finding {
  const [, uri = '', line = '1', problem = text] = /^([^:\n]+):(\d+)(?::\d+)?:\s*(.*)$/s.exec(text) ?? [];
  return { uri, line: Number(line), rule: 'start-up', problem };
}
