import type { Examples, Scenario } from '@cucumber/messages';
import { offer } from '../../spelling/nearest.ts';
import type { FeatureSource } from '../feature-source.ts';
import type { Finding } from '../finding.ts';
import { textsOf } from './plain-language.ts';

/** An outline has rows that each teach something new, by columns that it uses. */
export const outlineFindings = ({ uri, written }: FeatureSource): Finding[] =>
  written.flatMap(({ scenario }) => {
    const place = { uri, line: scenario.location.line, rule: 'outline' };
    const rows = scenario.examples.reduce((sum, { tableBody }) => sum + tableBody.length, 0);
    if (scenario.examples.length === 0)
      return /Outline|Template/.test(scenario.keyword)
        ? [
            {
              ...place,
              problem: 'the outline has no Examples',
              fix: 'write it as a plain scenario, or add them',
            },
          ]
        : [];
    const problem = `the outline has ${rows === 1 ? 'one row' : 'no rows'}`;
    return [
      ...(rows < 2 ? [{ ...place, problem, fix: 'write it as a plain scenario' }] : []),
      ...scenario.examples.flatMap((examples) => [
        ...(rows >= 2 ? withoutRows(uri, examples) : []),
        ...unusedColumns(uri, scenario, examples),
      ]),
      ...unknownColumns(uri, scenario),
    ];
  });

/** Examples of which no scenario comes, beside others that have rows. */
const withoutRows = (uri: string, { tableBody, location }: Examples): Finding[] =>
  tableBody.length > 0
    ? []
    : [
        {
          uri,
          line: location.line,
          rule: 'outline',
          problem: 'the Examples have no rows',
          fix: 'write them, or delete the Examples',
        },
      ];

/** What stands in angle brackets and is no column stays there as it is written. */
function unknownColumns(uri: string, scenario: Scenario): Finding[] {
  const columns = scenario.examples.flatMap(
    ({ tableHeader }) => tableHeader?.cells.map(({ value }) => value) ?? [],
  );
  const texts = [{ text: scenario.name, line: scenario.location.line }, ...scenario.steps.flatMap(textsOf)];
  return texts.flatMap(({ text, line }) =>
    [...text.matchAll(/<([^<>]+)>/g)]
      .filter(([, name = '']) => !columns.includes(name))
      .map(([, name = '']) => ({
        uri,
        line,
        rule: 'outline',
        problem: `the Examples have no column "${name}"`,
        fix: offer(name, columns),
      })),
  );
}

function unusedColumns(uri: string, scenario: Scenario, { tableHeader }: Examples): Finding[] {
  const said = JSON.stringify([scenario.name, scenario.steps]);
  return (tableHeader?.cells ?? [])
    .filter(({ value }) => value !== 'check' && !said.includes(`<${value}>`))
    .map(({ value, location }) => ({
      uri,
      line: location.line,
      rule: 'outline',
      problem: `no step uses the column "${value}"`,
      fix: `write <${value}> where it belongs, or delete the column`,
    }));
}
