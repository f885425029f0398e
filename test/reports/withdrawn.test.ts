import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { RENDERED } from '../../support/reports/publish.ts';
import { withdraw } from '../../support/reports/withdrawn.ts';
import { wrongCounts } from '../junit/counts.ts';
import { violations } from '../junit/schema.ts';
import { parseXml } from '../junit/xml.ts';
import { command, project } from '../run/project.ts';
import { scratch } from '../verdict/samples/scratch.ts';

const LOST = /^report: there is no message file part-2\/messages\.ndjson$/m;

/** Reports of a merge that was GO, and what lies beside them. */
function merged(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const name of ['signoff.json', 'signoff.md', 'junit.xml', 'signoff.intoto.json', 'messages.ndjson'])
    writeFileSync(path.join(folder, name), '{"decision":"GO"}');
}

test('a merge that lacks one of its recordings says so in place of the reports of the one before', async (t) => {
  const sandbox = project(t, {});
  for (const [folder, ...args] of [
    ['out', '--to', 'out', 'part-2/messages.ndjson'],
    ['reports/merged', 'part-2/messages.ndjson', 'part-1'],
  ] as const) {
    merged(sandbox.path(folder));
    const { code, output } = await command(sandbox, 'report', ...args);
    assert.equal(code, 2, output);
    assert.match(output, LOST);
    assert.match(output, new RegExp(`^report: ${folder}/ says so, in place of earlier reports$`, 'm'));
    const because = 'npm run report failed .* UTC: there is no message file part-2/messages.ndjson';
    for (const name of ['signoff.json', 'signoff.md', 'junit.xml', 'html/index.html'])
      assert.match(sandbox.read(`${folder}/${name}`), new RegExp(`NO REPORTS.*${because}`, 's'), name);
    assert.equal(sandbox.has(`${folder}/signoff.intoto.json`), false);
    assert.match(sandbox.read(`${folder}/messages.ndjson`), /"GO"/, 'what is no report stays');
  }
});

test('so does one that was given no recording, and one of a single run that is not there leaves everything as it is', async (t) => {
  const sandbox = project(t, {});
  for (const folder of ['out', 'reports/merged']) merged(sandbox.path(folder));
  const { code, output } = await command(sandbox, 'report', '--to', 'out');
  assert.equal(code, 2, output);
  assert.match(
    sandbox.read('out/signoff.md'),
    /NO REPORTS: npm run report failed .* no message file was named/,
  );
  assert.equal((await command(sandbox, 'report', 'gone')).code, 2);
  assert.match(sandbox.read('reports/merged/signoff.json'), /"GO"/);
});

test('reports that cannot be replaced are told to say nothing about what was asked for', async (t) => {
  const sandbox = project(t, {});
  sandbox.write('out', 'no folder');
  const { code, output } = await command(sandbox, 'report', '--to', 'out', 'part-2/messages.ndjson');
  assert.equal(code, 2, output);
  assert.match(output, LOST);
  assert.match(
    output,
    /^report: out\/ could not be replaced \(.*\): it says nothing about what was asked for now$/m,
  );
});

test('what stands in place of reports keeps the schemas of JUnit, and its pages lead to each other', async () => {
  const folder = scratch('withdrawn');
  await withdraw(folder, RENDERED, { because: 'a < b & "c"', elsewhere: 'those of <run> are there' });
  for (const [name, schema] of [
    ['junit.xml', 'common'],
    ['junit-strict.xml', 'ant'],
    ['junit-strict.xml', 'jenkins'],
  ] as const) {
    const xml = readFileSync(path.join(folder, name), 'utf8');
    assert.deepEqual([violations(xml, schema), wrongCounts(parseXml(xml))], [[], []]);
  }
  const page = path.join(folder, 'trends', 'index.html');
  const links = [...readFileSync(page, 'utf8').matchAll(/href="(\.[^"]+)"/g)].map(([, link = '']) => link);
  assert.equal(links.length, 5);
  for (const link of links) assert.ok(existsSync(path.join(path.dirname(page), link)), link);
});
