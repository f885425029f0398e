import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { variablesTable } from '../../support/settings/variables.ts';
import { readInventory } from '../../support/verdict/inventory.ts';
import { VERDICTS } from '../../support/verdict/verdicts.ts';

const readme = await readFile('README.md', 'utf8');

test('the README lists the variables that the suite reads', () => {
  const table = /<!-- variables[^>]*-->\n([\s\S]*?)\n<!-- end of variables -->/.exec(readme)?.[1];
  assert.equal(table, variablesTable(), 'copy the table that support/settings/variables.ts makes');
});

test('the scenario of the README stands in its feature', async () => {
  const [, file = ''] = /\]\((features\/[^)]+\.feature)\)/.exec(readme) ?? [];
  const [, scenario = ''] = /```gherkin\n([\s\S]*?)```/.exec(readme) ?? [];
  assert.ok(scenario !== '' && (await readFile(file, 'utf8')).includes(scenario));
});

test('every script that the README names exists', async () => {
  const { scripts } = JSON.parse(await readFile('package.json', 'utf8')) as {
    scripts: Record<string, string>;
  };
  for (const [, script = ''] of readme.matchAll(/`(?:TARGET=\w+ )?npm (?:run )?([a-z:]+)/g))
    assert.ok(script === 'ci' || script in scripts, `npm run ${script}`);
});

test('the figures of the README are those of the inventory', async () => {
  const { requirements } = await readInventory('features/requirements.yaml');
  const checks = requirements.reduce((sum, requirement) => sum + requirement.checks.length, 0);
  const figures = `${requirements.length} requirements with ${checks.toLocaleString('en')} checks`;
  assert.ok(readme.replaceAll('\n', ' ').includes(figures), figures);
});

test('the guide to the reports explains every verdict', async () => {
  const guide = await readFile('reports/README.md', 'utf8');
  for (const verdict of VERDICTS) assert.ok(guide.includes(`\`${verdict}\``), verdict);
});
