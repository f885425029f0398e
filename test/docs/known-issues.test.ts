import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { DEFECTS } from '../../fixtures/embedded/defects/all.ts';
import { readExceptions } from '../../support/verdict/exceptions.ts';
import { readFeatureFolder } from '../../support/verdict/feature-files.ts';
import { readInventory } from '../../support/verdict/inventory.ts';
import { scratch } from '../scratch.ts';

const text = await readFile('docs/known-issues.md', 'utf8');
const { scenarios } = await readFeatureFolder('features');

/** The cells of the rows whose first cell is an issue, in the section of that title. */
function rowsUnder(title: string): string[][] {
  const section = text.split(/^## /m).find((part) => part.startsWith(title)) ?? '';
  return section
    .split('\n')
    .filter((line) => line.startsWith('| ISSUE-'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

const judged = rowsUnder('What is judged');
const unseen = rowsUnder('What no scenario can observe');

test('every known issue of the document has its row, in order', () => {
  const ids = Array.from({ length: 20 }, (_, index) => `ISSUE-${String(index + 1).padStart(3, '0')}`);
  assert.deepEqual(
    judged.map(([id]) => id),
    ids,
  );
});

for (const [id = '', , where = '', switches = ''] of judged) {
  const named = where.split('<br>').filter(Boolean);
  const defects = [...switches.matchAll(/`([^`]+)`/g)].map(([, defect]) => defect);

  test(`${id}: the scenarios exist and carry its tag`, () => {
    for (const line of named) {
      const [file = '', title] = line.split(/: (.*)/s);
      const found = scenarios.find(({ uri, name }) => uri === `features/${file}` && name === title);
      assert.ok(found, `no scenario "${title}" in features/${file}`);
      assert.ok(
        found.tags.some(({ name }) => name === `@${id}`),
        `"${title}" is not tagged @${id}`,
      );
    }
  });

  test(`${id}: every scenario that carries its tag stands in the table`, () => {
    const tagged = scenarios
      .filter(({ tags }) => tags.some(({ name }) => name === `@${id}`))
      .map(({ uri, name }) => `${uri.replace('features/', '')}: ${name}`);
    assert.deepEqual([...new Set(tagged)].toSorted(), named.toSorted());
  });

  test(`${id}: the switches exist and break its checks`, () => {
    for (const defect of defects) {
      const found = DEFECTS.find((one) => one.id === defect);
      assert.ok(found, `no defect "${defect}"`);
      assert.ok(
        found.checks.some((check) => check.startsWith(`${id}.`)),
        `${defect} breaks no check of ${id}`,
      );
    }
  });

  test(`${id}: scenarios judge it and a switch breaks them, or nothing can observe it`, () => {
    assert.equal(named.length > 0, defects.length > 0);
    assert.ok(named.length > 0 || unseen.some(([other]) => other === id), 'neither judged nor explained');
  });
}

test('an issue that nothing observes is one of the table, with a reason and what is done instead', () => {
  for (const [id, why, instead] of unseen) {
    assert.ok(
      judged.some(([known]) => known === id),
      `${id} is no known issue`,
    );
    assert.ok(why && instead, `${id} lacks the reason or what is checked instead`);
  }
});

test('the entry that the page shows is one that a run accepts, for a scenario of the table', async () => {
  const example = /```yaml\n(.*?)```/s.exec(text)?.[1] ?? '';
  const file = path.join(scratch('known'), 'exceptions.yaml');
  await writeFile(file, example);
  const { entries, problems } = await readExceptions(file, await readInventory('features/requirements.yaml'));
  assert.deepEqual(problems, []);
  const [entry] = entries;
  assert.ok(entry?.type === 'known-issue');
  assert.ok(scenarios.some(({ name }) => name === entry.scenario));
});
