import { deepEqual, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { propertyNames } from '../../support/reports/junit.ts';
import { renderReports } from '../../support/reports/render.ts';
import { all, type Element, parseXml } from '../junit/xml.ts';
import { record, SAMPLES } from '../verdict/samples/record.ts';

const text = readFileSync('docs/importing.md', 'utf8');

/** The names in the first column of the table below a heading. */
const told = (heading: string): string[] => {
  const [, below = ''] = text.split(`| property of a ${heading} |`);
  const [table = ''] = below.split('\n\n');
  return [...table.matchAll(/^\| `([^`]+)` \|/gm)].map(([, name = '']) => name);
};

test('the document lists the properties that junit.xml may have, all of them and in their order', () => {
  const { cases, suites } = propertyNames();
  deepEqual(told('case'), cases);
  deepEqual(told('suite'), suites);
});

test('a file has none that the document does not list', async () => {
  const folder = path.dirname(await record());
  await renderReports(folder, { sources: SAMPLES });
  const root = parseXml(await readFile(path.join(folder, 'junit.xml'), 'utf8'));
  const namesIn = (elements: readonly Element[]): string[] => [
    ...new Set(
      elements
        .flatMap(({ children }) => children.filter(({ name }) => name === 'properties'))
        .flatMap(({ children }) => children.flatMap(({ attributes }) => attributes.name ?? [])),
    ),
  ];
  const written = { case: namesIn(all(root, 'testcase')), suite: namesIn(all(root, 'testsuite')) };
  for (const [of, names] of Object.entries(written)) {
    ok(names.length > 2, of);
    deepEqual(
      names.filter((name) => !told(of).includes(name)),
      [],
    );
  }
});
