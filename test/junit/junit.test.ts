import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { before, describe, test } from 'node:test';
import { renderReports } from '../../support/reports/render.ts';
import { scratch } from '../scratch.ts';
import { record, SAMPLES } from '../verdict/samples/record.ts';
import { wrongCounts } from './counts.ts';
import { type SchemaName, violations } from './schema.ts';
import { all, parseXml } from './xml.ts';

let folder: string;
before(async () => {
  folder = path.dirname(await record());
  await renderReports(folder, { sources: SAMPLES });
});

const written = (name: string, from = folder): Promise<string> => readFile(path.join(from, name), 'utf8');

const ALL: readonly (readonly [string, string, SchemaName])[] = [
  ['junit-strict.xml', 'the schema of Apache Ant reports', 'ant'],
  ['junit-strict.xml', 'the schema of the Jenkins xUnit plugin', 'jenkins'],
  ['junit.xml', 'that schema and what most consumers add to it', 'common'],
];

describe('the JUnit files', () => {
  for (const [name, what, schema] of ALL)
    test(`${name} keeps ${what}`, async () => {
      const xml = await written(name);
      assert.deepEqual(violations(xml, schema), []);
      assert.deepEqual(wrongCounts(parseXml(xml)), []);
    });

  test('junit.xml is told from a strict file by properties, file and line of a case, and by nothing else', async () => {
    const said = violations(await written('junit.xml'), 'jenkins').map((sentence) =>
      sentence.replace(/^line \d+: /, '').replace(/ Expected is .*/, ''),
    );
    assert.deepEqual([...new Set(said)].sort(), [
      "Element 'properties': This element is not expected.",
      "Element 'testcase', attribute 'file': The attribute 'file' is not allowed.",
      "Element 'testcase', attribute 'line': The attribute 'line' is not allowed.",
    ]);
  });

  test('a strict file still has ids, verdicts and evidence, in the output of its suites', async () => {
    const output = all(parseXml(await written('junit-strict.xml')), 'system-out')
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
      for (const [name, , schema] of ALL) {
        const xml = await written(name, own);
        assert.deepEqual(violations(xml, schema), [], name);
        assert.equal(all(parseXml(xml), 'error').length, 1, name);
      }
    });

  test('the schemas refuse what they forbid', async () => {
    const xml = await written('junit-strict.xml');
    const broken: readonly (readonly [string, string, SchemaName])[] = [
      [xml.replace(' classname="', ' class="'), "'class' is not allowed", 'ant'],
      [xml.replace(/timestamp="([^"]*)"/, 'timestamp="$1Z"'), 'pattern', 'ant'],
      [xml.replaceAll('system-err', 'system-log'), 'system-log', 'ant'],
      [xml.replace(/ errors="\d+"/g, ''), "'errors' is required but missing", 'jenkins'],
      [xml.replace(/ time="[^"]*"/, ' time="soon"'), 'pattern', 'jenkins'],
    ];
    for (const [text, expected, schema] of broken)
      assert.match(violations(text, schema).join('\n'), new RegExp(expected));
  });
});
