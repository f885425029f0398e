import { type Finding, inOrder } from './finding.ts';
import type { Project } from './project.ts';
import { backgroundFindings } from './rules/background.ts';
import { blockFindings } from './rules/blocks.ts';
import { characterFindings } from './rules/characters.ts';
import { claimFindings } from './rules/claims.ts';
import { decidedFindings } from './rules/decided.ts';
import { excusedFindings } from './rules/excused.ts';
import { freeTextFindings } from './rules/free-text.ts';
import { orderFindings } from './rules/order.ts';
import { outlineFindings } from './rules/outlines.ts';
import { placeFindings } from './rules/place.ts';
import { plainLanguageFindings } from './rules/plain-language.ts';
import { sizeFindings } from './rules/size.ts';
import { spanFindings } from './rules/spans.ts';
import { spellingFindings } from './rules/spelling.ts';
import { startUpFindings } from './rules/start-up.ts';
import { tagFindings } from './rules/tags.ts';
import { titleFindings } from './rules/titles.ts';
import { uniqueFindings } from './rules/unique.ts';
import { vocabularyFindings } from './rules/vocabulary.ts';

/**
 * Everything that is wrong with the features of a project, in the order of files and lines. What follows from a mistake
 * that a run refuses, such as the name of a file whose tag is misspelt, is looked at when that mistake is mended.
 */
export function lint(project: Project): Finding[] {
  const startUp = startUpFindings(project);
  const refused = new Set(startUp.map(({ uri }) => uri));
  const readable = project.features.filter(({ document }) => document?.feature);
  return inOrder([
    ...startUp,
    ...uniqueFindings(readable),
    ...(refused.size === 0 ? decidedFindings(project) : []),
    ...excusedFindings(project),
    ...readable.flatMap((feature) => [
      ...(refused.has(feature.uri) ? [] : placeFindings(feature, project)),
      ...sizeFindings(feature),
      ...blockFindings(feature),
      ...characterFindings(feature),
      ...spanFindings(feature),
      ...orderFindings(feature),
      ...backgroundFindings(feature),
      ...titleFindings(feature),
      ...tagFindings(feature, project),
      ...plainLanguageFindings(feature),
      ...freeTextFindings(feature, project),
      ...claimFindings(feature),
      ...outlineFindings(feature),
      ...vocabularyFindings(feature, project),
      ...spellingFindings(feature, project),
    ]),
  ]);
}

/** Requirements that scenarios must judge and none does yet, by id: work to do, not a mistake. */
export function unwrittenRequirements({ features, inventory }: Project): string[] {
  const carried = new Set(
    features.flatMap(({ scenarios }) => scenarios.flatMap(({ requirementIds }) => requirementIds)),
  );
  return inventory.requirements
    .filter(({ id, kind }) => JUDGED_BY_SCENARIOS.includes(kind) && !carried.has(id))
    .map(({ id }) => id);
}

const JUDGED_BY_SCENARIOS = ['scenario', 'edge-case', 'chaos', 'performance-target'];
