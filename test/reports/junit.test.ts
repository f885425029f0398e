import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { before, describe, test } from 'node:test';
import { renderReports } from '../../support/reports/render.ts';
import { record, SAMPLES } from '../verdict/samples/record.ts';
import { scratch } from '../verdict/samples/scratch.ts';
import { COMMON, JENKINS, type Rules, violations, WINDY_ROAD } from './junit-schemas.ts';
import { all, type Element, parseXml } from './xml.ts';

let folder: string;
before(async () => {
  folder = path.dirname(await record());
  await renderReports(folder, { sources: SAMPLES });
});

const parsed = async (name: string, from = folder): Promise<Element> =>
  parseXml(await readFile(path.join(from, name), 'utf8'));

const ALL: readonly (readonly [string, string, Rules])[] = [
  ['junit-strict.xml', 'the schema of Apache Ant reports', WINDY_ROAD],
  ['junit-strict.xml', 'the schema of the Jenkins xUnit plugin', JENKINS],
  ['junit.xml', 'that schema and what most consumers add to it', COMMON],
];

describe('the JUnit files', () => {
  for (const [name, schema, rules] of ALL)
    test(`${name} keeps ${schema}`, async () => {
      assert.deepEqual(violations(await parsed(name), rules), []);
    });

  test('junit.xml is told from a strict file by what neither schema knows, and by nothing else', async () => {
    const said = new Set(violations(await parsed('junit.xml'), JENKINS));
    const extensions = [...said].map((sentence) => sentence.replace(/ holds .*/, ' holds properties'));
    assert.deepEqual([...new Set(extensions)].sort(), [
      '<testcase> has an unknown file',
      '<testcase> has an unknown line',
      '<testcase> holds properties',
    ]);
  });

  test('a strict file still has ids, verdicts and evidence, in the output of its suites', async () => {
    const output = all(await parsed('junit-strict.xml'), 'system-out')
      .map(({ text }) => text)
      .join('\n');
    assert.match(
      output,
      /Nor is this one · requirements=LB-002 · priority=P1 · .*evidence=evidence\/lb-002\/x/,
    );
  });

  for (const [what, text] of [
    ['empty', ''],
    ['interrupted before the first scenario', '{"testRunStarted":{"timestamp":{"seconds":1,"nanos":0}}}\n'],
  ] as const)
    test(`of a run that is ${what} are valid and not green`, async () => {
      const own = scratch('nothing');
      await writeFile(path.join(own, 'messages.ndjson'), text);
      const { exitCode } = await renderReports(own, { sources: SAMPLES });
      assert.notEqual(exitCode, 0);
      for (const [name, , rules] of ALL) {
        const root = await parsed(name, own);
        assert.deepEqual(violations(root, rules), [], name);
        assert.equal(all(root, 'error').length, 1, name);
      }
    });
});
