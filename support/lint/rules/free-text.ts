import { editDistance } from '../../spelling/nearest.ts';
import type { Inventory } from '../../verdict/inventory.ts';
import type { FeatureSource } from '../feature-source.ts';
import type { Finding } from '../finding.ts';
import type { Project } from '../project.ts';
import { howFindings, type Text, textsOf } from './plain-language.ts';

/** What the free text of a new feature says until somebody writes it. */
export const FREE_TEXT = 'Say here, in one or two sentences, who relies on this and what breaks without it.';

/** Whether a column claims checks, well written or not. */
const claims = (column: string): boolean =>
  /^(?:checks?|check ids?|id)$/i.test(column) || editDistance(column.toLowerCase(), 'check') <= 2;

/** Free text says why anybody cares, in plain words; ids stand in tags and claims, where reports can follow them. */
export function freeTextFindings(feature: FeatureSource, { inventory }: Project): Finding[] {
  const { uri } = feature;
  const free = freeTexts(feature);
  const id = idPattern(inventory);
  return [
    ...missingText(feature),
    ...free.flatMap(({ text, line }) => howFindings(uri, line, text.replace(/;\s*$/, ''))),
    ...[...free, ...stepTexts(feature)].flatMap(({ text, line }) => {
      const found = id.exec(text)?.[0];
      return found === undefined
        ? []
        : [
            {
              uri,
              line,
              rule: 'free-text',
              problem: `the text has the id ${found}`,
              fix: 'say in words what it stands for, and leave the id to tags and claims',
            },
          ];
    }),
  ];
}

function missingText({ uri, document }: FeatureSource): Finding[] {
  const feature = document?.feature;
  const said = feature?.description.replaceAll(/\s+/g, ' ').trim();
  if (feature === undefined || (said !== '' && !said?.startsWith(FREE_TEXT))) return [];
  const { line } = feature.location;
  return [
    {
      uri,
      line,
      rule: 'free-text',
      problem: said === '' ? 'the feature has no free text' : 'the free text is that of every new feature',
      fix: 'say under its title why anybody cares',
    },
  ];
}

/** The descriptions of a file, line by line. */
function freeTexts({ text, document, written }: FeatureSource): Text[] {
  const feature = document?.feature;
  if (!feature) return [];
  const lines = text.split('\n').map((line) => line.trim());
  const rules = feature.children.flatMap(({ rule }) => rule ?? []);
  const backgrounds = written.flatMap((scenario) => scenario.backgrounds);
  const examples = written.flatMap(({ scenario }) => scenario.examples);
  return [
    feature,
    ...rules,
    ...new Set(backgrounds),
    ...written.map(({ scenario }) => scenario),
    ...examples,
  ].flatMap(({ description, location }) =>
    description
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .map((line) => ({ text: line, line: lines.indexOf(line, location.line) + 1 })),
  );
}

/** What the steps say, but for the columns that claim checks. */
const stepTexts = ({ document }: FeatureSource): Text[] =>
  (document?.feature?.children ?? [])
    .flatMap((child) => [child, ...(child.rule?.children ?? [])])
    .flatMap(({ background, scenario }) => [...(background?.steps ?? []), ...(scenario?.steps ?? [])])
    .flatMap((step) => {
      const column = step.dataTable?.rows[0]?.cells.findIndex(({ value }) => claims(value)) ?? -1;
      const rows = step.dataTable?.rows.map((row) => ({
        ...row,
        cells: row.cells.filter((_, index) => index !== column),
      }));
      return textsOf({ ...step, dataTable: rows && { ...step.dataTable, location: step.location, rows } });
    });

/** How ids of the inventory begin, and then numbers: `LB-001`, `EC-LB-001.3`, `ISSUE-007`, also of one that it has not. */
function idPattern({ requirements }: Pick<Inventory, 'requirements'>): RegExp {
  const prefixes = new Set(requirements.flatMap(({ id }) => /^(.+?)-\d/.exec(id)?.[1] ?? []));
  const longestFirst = [...prefixes].sort((a, b) => b.length - a.length);
  return new RegExp(`\\b(?:${longestFirst.join('|')})-\\d+(?:-[A-Z]\\d+)?(?:\\.\\d+)?\\b`);
}
