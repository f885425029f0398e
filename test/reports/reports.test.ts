import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { runInNewContext } from 'node:vm';
import type { JsonFeature } from '../../support/reports/cucumber-json.ts';
import { type Rendered, renderReports } from '../../support/reports/render.ts';
import { all, parseXml } from '../junit/xml.ts';
import { scratch } from '../scratch.ts';
import { recordedRun, runFile } from '../signoff/rendered.ts';
import { record, SAMPLES } from '../verdict/samples/record.ts';

let folder: string;
let published: string;
let rendered: Rendered;

before(async () => {
  folder = path.dirname(await record());
  const run = { id: 'r1', seed: 42, startedAt: '2026-11-20T10:00:00Z', directory: folder };
  const target = { name: 'embedded', launcher: 'embedded', timeScale: 60 };
  const releases = { kserve: { system: 'kserve', name: 'document', notPromised: {} } };
  const runFile = {
    settings: { run, target, releases },
    capabilities: {},
    versions: { kubernetes: 'v1.34 <b>' },
  };
  await writeFile(path.join(folder, 'run.json'), JSON.stringify(runFile));
  await mkdir(path.join(folder, 'evidence'));
  published = scratch('published');
  await writeFile(path.join(published, 'README.md'), 'stays');
  rendered = await renderReports(folder, { sources: SAMPLES, publishTo: published });
});

const read = (...names: string[]): Promise<string> => readFile(path.join(folder, ...names), 'utf8');

describe('cucumber.json', () => {
  let features: JsonFeature[];
  before(async () => {
    features = JSON.parse(await read('cucumber.json')) as JsonFeature[];
  });
  const element = (name: string) => {
    const found = features.flatMap(({ elements }) => elements).find((it) => it.name === name);
    assert.ok(found);
    return found;
  };

  test('has each scenario once, however often it was attempted', () => {
    assert.equal(features.flatMap(({ elements }) => elements).length, 17);
    const retried = element('It passes at the second attempt');
    assert.equal(retried.steps.at(-1)?.result.status, 'passed');
    const told = retried.steps[0]?.embeddings?.[0];
    assert.match(Buffer.from(told?.data ?? '', 'base64').toString(), /^attempt 1 at .* failed: not yet$/);
  });

  test('carries ids and priority as tags, steps of the background, tables and places', () => {
    const rows = element('Rows are judged one by one');
    assert.deepEqual(
      rows.tags.map(({ name }) => name),
      ['@kserve', '@basic', '@LB-001', '@P0'],
    );
    assert.deepEqual(
      rows.steps.map((step) => step.keyword + step.name),
      ['Given a state', 'Then these rows hold:'],
    );
    const [table] = rows.steps[1]?.arguments ?? [];
    assert.deepEqual(table && 'rows' in table && table.rows[2]?.cells, ['LB-001.4', 'fails']);
    assert.match(rows.steps[1]?.match?.location ?? '', /steps\.ts:\d+$/);
    assert.match(rows.steps[1]?.result.error_message ?? '', /LB-001\.4: expected 8000, got 80/);
  });

  test('knows every status in its own words', () => {
    const statuses = new Set(
      features.flatMap((it) => it.elements.flatMap(({ steps }) => steps)).map((it) => it.result.status),
    );
    assert.deepEqual([...statuses].sort(), [
      'ambiguous',
      'failed',
      'passed',
      'pending',
      'skipped',
      'undefined',
    ]);
  });
});

describe('junit.xml', () => {
  test('is well-formed with hostile text in it, and counts one case a scenario, and one for the damage of its recording', async () => {
    const root = parseXml(await read('junit.xml'));
    const cases = all(root, 'testcase');
    assert.equal(cases.length, 18);
    assert.equal(root.attributes.tests, '18');
    assert.match(
      all(cases.at(-1) ?? root, 'failure')[0]?.text ?? '',
      /^\S*run\.json is not as run r1 wrote it/,
    );
    for (const [word, count] of [
      ['failure', root.attributes.failures],
      ['error', root.attributes.errors],
    ] as const)
      assert.equal(all(root, word).length, Number(count), word);
    const hostile = cases.find(({ attributes }) =>
      attributes.name?.startsWith('A title with <b>tags</b>, "quotes"'),
    );
    assert.match(
      all(hostile ?? root, 'failure')[0]?.text ?? '',
      /red <script>alert\("message"\)<\/script> & \ufffd/,
    );
  });

  test('carries ids, priority, verdict, attempts, evidence and the reason of a skip', async () => {
    const root = parseXml(await read('junit.xml'));
    const of = (name: string) => {
      const found = all(root, 'testcase').find(({ attributes }) => attributes.name === name);
      assert.ok(found, name);
      return Object.fromEntries(
        all(found, 'property').map(({ attributes: { name: it, value } }) => [it, value]),
      );
    };
    assert.deepEqual(of('Nor is this one'), {
      requirements: 'LB-002',
      priority: 'P1',
      checks: 'LB-002.2',
      verdict: 'blocked',
      reason: 'LLM service ns/x: expected Ready=True within 5 min, still False',
      attempts: '1',
      evidence: 'evidence/lb-002/x',
    });
    assert.equal(of('It passes at the second attempt').attempts, '2');
    assert.equal(of('Each example decides its own check (line 29)').verdict, 'failed');
    const skipped = all(root, 'skipped')[0]?.attributes.message;
    assert.equal(skipped, 'skipped: needs gpu; found no node with one');
  });
});

describe('traceability', () => {
  test('lists every requirement with scenarios, checks, verdicts and places', async () => {
    const { run, totals, requirements } = JSON.parse(await read('traceability.json'));
    assert.equal(run.decision, 'NO-GO');
    assert.equal(run.seed, '42');
    assert.deepEqual(totals.scenarios, { failed: 8, flaky: 1, blocked: 4, skipped: 1, passed: 3 });
    assert.equal(requirements.length, 6);
    const [first] = requirements;
    assert.deepEqual([first.id, first.verdict, first.scenarios.length], ['LB-001', 'failed', 5]);
    assert.deepEqual(first.checks[3], {
      id: 'LB-001.4',
      what: 'd',
      at: '4',
      verdict: 'failed',
      reason: 'expected 8000, got 80',
      proof: 'claimed',
      uri: `${SAMPLES.features}/claims.feature`,
      line: 17,
    });
  });

  test('as Markdown shows hostile text as text', async () => {
    const markdown = await read('traceability.md');
    assert.match(markdown, /^# NO-GO \(rehearsal on a simulated cluster\): 13 things stand against it/);
    assert.doesNotMatch(markdown, /<(?:script|title|b)>/);
    assert.match(markdown, /#### EC-LB-001 \(P2\) Hostile &lt;title> \\\| pipe: failed/);
    assert.match(
      markdown,
      /\| LB-001\.4 \| d \| 4 \| `.*claims\.feature:17` \| claimed \| failed: expected 8000, got 80 \|/,
    );
  });
});

describe('the HTML report', () => {
  let pages: Map<string, string>;
  before(async () => {
    const names = await readdir(path.join(folder, 'html'), { recursive: true });
    const html = names.filter((name) => name.endsWith('.html'));
    pages = new Map(await Promise.all(html.map(async (name) => [name, await read('html', name)] as const)));
  });
  const page = (part: string): string => [...pages].find(([name]) => name.includes(part))?.[1] ?? '';

  test('has an overview and a page for each feature, and loads nothing from a network', () => {
    assert.equal(pages.size, 4);
    for (const [name, html] of pages) {
      const loaded = [...html.matchAll(/<(?:script|link|img|iframe)\b[^>]*\b(?:src|href)="([^"]*)"/g)];
      assert.ok(loaded.length > 3, name);
      for (const [, url] of loaded) assert.match(url ?? '', /^(?:\.|data:)/, name);
    }
  });

  test('shows hostile text as text', () => {
    const own = /<script[^>]*>([\s\S]*?)<\/script>/g;
    for (const [name, html] of pages) {
      assert.doesNotMatch(html, /[\u0090-\u0095]|&#14[4-9];/, name);
      assert.doesNotMatch(html, /<img src=x|<\w+ [^<>]*\bonerror=|<\/td><\/table>|<b>tags/, name);
      for (const [, code = ''] of html.matchAll(own)) assert.doesNotMatch(code, /alert\(["']/, name);
    }
    const hostile = page('hostile');
    assert.ok(
      hostile.includes('A title with &lt;b&gt;tags&lt;/b&gt;, &quot;quotes&quot; &amp; ampersands ]]&gt;'),
    );
    assert.ok(hostile.includes('&lt;script&gt;alert(&quot;text&quot;)&lt;/script&gt;'));
    const numbered = hostile.replace(/&#(40|41|47);/g, (_, code) => String.fromCodePoint(Number(code)));
    assert.ok(numbered.includes('&lt;script&gt;alert(&quot;doc string&quot;)&lt;/script&gt;'));
    assert.ok(hostile.includes('<td class="px-3 py-2 text-muted-foreground whitespace-nowrap">&lt;/td&gt;'));
    assert.doesNotMatch(hostile, /&amp;(?:amp|lt|gt|quot);/, 'nothing is escaped twice');
  });

  test('has scripts that are whole: their data parses', () => {
    const data = /const featureData = (\{.*\});/.exec(page('claims'))?.[1];
    const feature = runInNewContext(`(${data})`) as { scenarios: Record<string, number> };
    assert.equal(feature.scenarios.total, 8);
    assert.equal(feature.scenarios.failed, 6);
    const hostile = /const featureData = (\{.*\});/.exec(page('hostile'))?.[1] ?? '';
    const { elements } = runInNewContext(`(${hostile})`) as { elements: { name: string }[] };
    assert.equal(
      elements[0]?.name.replace(/ \[\w+\]$/, ''),
      'A title with \u2039b\u203atags\u2039/b\u203a, \u201dquotes\u201d \uff06 ampersands ]]\u203a',
      'nothing is an entity: charts print it as text, the table as HTML',
    );
  });

  test('says where it ran and what was decided', () => {
    for (const fact of [
      'embedded (time × 60)',
      'kserve document',
      'kubernetes v1.34 &lt;b&gt;',
      'NO-GO',
      '>42<',
    ])
      assert.ok(
        page('index')
          .replaceAll(/\s*\n\s*/g, '')
          .includes(fact),
        fact,
      );
  });

  test('opens a failure with its cause, its evidence and the way to repeat it', () => {
    const claims = page('claims');
    assert.ok(claims.includes('product: never ready'));
    assert.ok(claims.includes('evidence: evidence/lb-002/x'));
    assert.ok(
      claims.includes('repeat with: npx cucumber-js test/verdict/samples/features/claims.feature:56'),
    );
    assert.ok(claims.includes('LB-001.6 not-promised: the release does not say so'));
  });
});

test('the terminal tells counts, failures with their cause, what blocked how many, and the decision', () => {
  const { summary, exitCode } = rendered;
  assert.equal(exitCode, 1);
  assert.match(summary, /^scenarios {2}8 failed, 1 flaky, 4 blocked, 1 skipped, 3 passed/);
  assert.match(summary, /3 scenarios: LLM service ns\/x: expected Ready=True within 5 min, still False/);
  assert.match(
    summary,
    /decision {3}NO-GO \(rehearsal on a simulated cluster\): 13 things stand against it\n$/,
  );
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these must not reach a terminal
  assert.doesNotMatch(summary, /[\u0000-\u0009\u000b-\u001f]/);
});

test('publishing replaces the reports of the run before and leaves the rest alone', async () => {
  const names = await readdir(published);
  for (const name of [
    'messages.ndjson',
    'cucumber.json',
    'junit.xml',
    'html',
    'traceability.json',
    'traceability.md',
  ])
    assert.ok(names.includes(name), name);
  assert.equal(await readFile(path.join(published, 'README.md'), 'utf8'), 'stays');
});

test('npm run report renders message files again, and its exit status is that of the run', async () => {
  const own = scratch('report');
  await copyFile(path.join(folder, 'messages.ndjson'), path.join(own, 'messages.ndjson'));
  const run = promisify(execFile)(process.execPath, ['support/report.ts', own]);
  await assert.rejects(run, (error: { code: number; stdout: string }) => {
    assert.equal(error.code, error.stdout.includes('decision   NO-GO') ? 1 : 2);
    return true;
  });
  assert.ok((await readdir(own)).includes('junit.xml'));
});

test('reports are rendered where no temporary folder can be made', async () => {
  const to = scratch('no-temporary-folder');
  const run = await recordedRun(runFile());
  const command = promisify(execFile)(process.execPath, ['support/report.ts', '--to', to, run], {
    env: { ...process.env, TMPDIR: path.resolve('package.json', 'none') },
  });
  await assert.rejects(command, { code: 1, stderr: '' }, 'the samples fail');
  const names = await readdir(to);
  assert.ok(names.includes('html') && names.includes('signoff.html'));
  assert.deepEqual(
    names.filter((name) => name.startsWith('html-')),
    [],
  );
});
