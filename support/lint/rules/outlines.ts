import type { Examples, Scenario } from '@cucumber/messages';
import type { FeatureSource } from '../feature-source.ts';
import type { Finding } from '../finding.ts';

/** An outline has rows that each teach something new, by columns that it uses. */
export const outlineFindings = ({ uri, written }: FeatureSource): Finding[] =>
  written.flatMap(({ scenario }) => {
    if (scenario.examples.length === 0) return [];
    const rows = scenario.examples.reduce((sum, { tableBody }) => sum + tableBody.length, 0);
    const few: Finding[] =
      rows < 2
        ? [
            {
              uri,
              line: scenario.location.line,
              rule: 'outline',
              problem: `the outline has ${rows === 1 ? 'one row' : 'no rows'}`,
              fix: 'write it as a plain scenario',
            },
          ]
        : [];
    return [...few, ...scenario.examples.flatMap((examples) => unusedColumns(uri, scenario, examples))];
  });

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
