import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { before, describe, test } from 'node:test';
import { momentText } from '../../support/amounts/moment-text.ts';
import { loadVerdicts, PROJECT } from '../../support/judge/load.ts';
import { escaped, hrefTo, html, jsonForScript } from '../../support/reports/pages/html.ts';
import { matrixPage } from '../../support/reports/pages/matrix-page.ts';
import { codeIn } from '../../support/reports/pages/parts.ts';
import { signOff } from '../../support/signoff/sign-off.ts';
import { scratch } from '../scratch.ts';
import { type RenderedSample, recordedRun, renderSample, runFile } from '../signoff/rendered.ts';
import { SAMPLES } from '../verdict/samples/record.ts';
import { openPage, withoutChromium } from './chromium.ts';

const OWN = ['signoff.html', 'matrix.html', 'promises.html', 'trends/index.html'];
/** Those of them that quote the features. */
const QUOTING = OWN.slice(0, 3);
let sample: RenderedSample;
before(async () => {
  sample = await renderSample();
});

describe('markup', () => {
  test('escapes whatever is not markup already', () => {
    const hostile = `"'><img src=x onerror=alert(1)>&\``;
    assert.equal(
      html`<p title="${hostile}">${[hostile, undefined, 3, html`<b>x</b>`]}</p>`.markup,
      `<p title="${escaped(hostile)}">${escaped(hostile)}3<b>x</b></p>`,
    );
    assert.doesNotMatch(escaped(hostile), /[<>"'`]/);
  });

  test('what stands between backticks is code, escaped like everything', () => {
    assert.equal(
      html`<p>${codeIn('`a<b` and `c`')}</p>`.markup,
      '<p><code>a&lt;b</code> and <code>c</code></p>',
    );
    assert.equal(html`${codeIn('one ` alone')}`.markup, 'one &#96; alone');
  });

  test('data in a script cannot end the script, and reads back as it was', () => {
    const value = { text: '</script><!--<script>\u2028 & ]]>' };
    const { markup } = jsonForScript(value);
    assert.doesNotMatch(markup, /[<>&\u2028]/);
    assert.deepEqual(JSON.parse(markup), value);
  });

  test('links lead to files below the reports only', () => {
    assert.equal(hrefTo('evidence/a b/#x?.txt'), './evidence/a%20b/%23x%3F.txt');
    assert.equal(hrefTo('javascript:alert(1)'), './javascript%3Aalert(1)');
    for (const path of ['../x', 'a/../../x', '/etc/passwd', 'a//b', ''])
      assert.equal(hrefTo(path), undefined, path);
  });
});

/** What stands between two tags, without markup. */
const textIn = (page: string, element: string): string =>
  (new RegExp(`<${element}[^>]*>([\\s\\S]*?)</${element}>`).exec(page)?.[1] ?? '').replaceAll(/<[^>]*>/g, '');

test('the heading of the sign-off is the decision, word for word that of its Markdown, also of a rehearsal', async () => {
  const simulated = await renderSample(
    runFile({ target: { name: 'embedded', launcher: 'embedded', timeScale: 60 } }),
  );
  for (const one of [sample, simulated]) {
    const markdown = /^# (.*)$/m.exec(await one.read('signoff.md'))?.[1]?.replaceAll('\\', '');
    assert.match(
      markdown ?? '',
      /^NO-GO( \(rehearsal on a simulated cluster\))?: \d+ things stand against it$/,
    );
    assert.equal(textIn(await one.read('signoff.html'), 'h1'), markdown);
    assert.equal(/^# (.*)$/m.exec(await one.read('traceability.md'))?.[1]?.replaceAll('\\', ''), markdown);
    assert.equal(one.signOff.title, markdown);
  }
  assert.match(simulated.signOff.title, /rehearsal/);
});

test('moments are shown as people read them, and stay exact in data', async () => {
  const shown = ['signoff.html', 'matrix.html', 'promises.html', 'signoff.md', 'traceability.md'];
  for (const name of shown) {
    const text = (await sample.read(name)).replaceAll(/<script[\s\S]*?<\/script>/g, '');
    assert.doesNotMatch(text, /\d{4}-\d\d-\d\dT\d\d:\d\d/, name);
    assert.match(text, /[Ss]tarted:? ?(?:<\/dt><dd>)?\d{4}-\d\d-\d\d \d\d:\d\d UTC/, name);
  }
  assert.match(sample.signOff.run.startedAt ?? '', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  assert.equal(momentText('2026-11-26T18:49:50.922Z'), '2026-11-26 18:49 UTC');
  assert.equal(momentText('interrupted'), 'interrupted');
});

describe('every page', () => {
  test('loads nothing, and runs its own style and script only', async () => {
    for (const name of OWN) {
      const page = await sample.read(name);
      assert.doesNotMatch(page, /<(?:script|img|iframe|link)[^>]* (?:src|href)=/, name);
      assert.doesNotMatch(page, / (?:style|on\w+)="/, name);
      const [, policy = ''] = /Content-Security-Policy" content="([^"]*)"/.exec(page) ?? [];
      assert.ok(policy.startsWith('default-src &#39;none&#39;'), name);
      for (const [, kind, code = ''] of page.matchAll(/<(style|script)>([\s\S]*?)<\/\1>/g)) {
        const digest = createHash('sha256').update(code).digest('base64');
        const allowed =
          policy
            .replaceAll('&#39;', "'")
            .split('; ')
            .find((directive) => directive.startsWith(`${kind}-src `)) ?? '';
        assert.ok(allowed.split(' ').includes(`'sha256-${digest}'`), `${name} ${kind}`);
      }
    }
  });

  test('shows hostile text as text', async () => {
    for (const name of QUOTING) {
      const page = await sample.read(name);
      assert.doesNotMatch(page, /<b>tags|<script>alert|<img|<title>\s*\||&amp;(?:lt|gt|quot|amp);/, name);
      assert.ok(
        page.includes('A title with &lt;b&gt;tags&lt;/b&gt;, &quot;quotes&quot; &amp; ampersands ]]&gt;'),
        name,
      );
    }
  });

  test('can be used with a keyboard and a screen reader', async () => {
    for (const name of OWN) {
      const page = await sample.read(name);
      assert.match(page, /<html lang="en">/);
      assert.match(page, /<a class="skip" href="#content">[\s\S]*<main id="content" tabindex="-1">/);
      assert.match(page, new RegExp(`href="\\.{1,2}/${name}" aria-current="page"`));
      assert.equal([...page.matchAll(/<h1[ >]/g)].length, 1);
      for (const [control] of page.matchAll(/<(?:select|input)[^>]*>/g))
        assert.ok(
          new RegExp(`<label[^>]*>[^<]*${control.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`).test(page),
          control,
        );
    }
  });
});

describe('matrix.html', () => {
  test('shows beside each check its line, what decides it, verdict and evidence', async () => {
    const page = await sample.read('matrix.html');
    const row =
      /<tr data-item data-verdict="failed"[^>]* id="LB-001\.4">([\s\S]*?)<\/tr>/.exec(page)?.[1] ?? '';
    const text = row.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
    assert.match(
      text,
      /LB-001\.4 d 4 Then these rows hold: fails Rows are judged one by one, claims\.feature:17 expected 8000, got 80 failed/,
    );
    assert.match(row, /href="\.\/html\/features\/test-verdict-samples-features-claims\.html"/);
    const blocked = /id="LB-002\.1">([\s\S]*?)<\/tr>/.exec(page)?.[1] ?? '';
    assert.match(blocked, /href="\.\/evidence\/lb-002\/x\/summary\.txt"/);
  });

  test('has every requirement and check of the inventory, and names what covers or proved one', async () => {
    const folder = scratch('whole');
    await writeFile(path.join(folder, 'messages.ndjson'), '');
    const loaded = await loadVerdicts([path.join(folder, 'messages.ndjson')], PROJECT);
    const [first] = loaded.requirements;
    assert.ok(first);
    const checks = first.checks.map((check) => ({
      ...check,
      proof: 'proven' as const,
      provenBy: ['port-wrong'],
    }));
    const coverage = { requirement: first.requirement.id, by: ['test/x.test.ts'], how: 'it is tested' };
    const proof = {
      score: 1,
      defects: [{ id: 'port-wrong', title: 'The <port> is wrong', checks: [], killed: true }],
    };
    const verdicts = {
      ...loaded,
      inputs: { ...loaded.inputs, proof },
      requirements: [{ ...first, checks, coverage }, ...loaded.requirements.slice(1)],
    };
    const page = matrixPage(verdicts, signOff(verdicts, { digests: [], invocations: [], problems: [] }));
    assert.equal(verdicts.requirements.length, 300);
    for (const { requirement } of verdicts.requirements) {
      assert.ok(page.includes(` id="${requirement.id}"`), requirement.id);
      for (const { id } of requirement.checks) assert.ok(page.includes(` id="${id}"`), id);
    }
    assert.ok(page.includes('<div class="quiet"><code>Ready=True</code></div>'));
    assert.ok(page.includes('<code>vllm-runtime-baseline</code> present in <code>test-baseline</code>'));
    assert.deepEqual(
      page.match(/.{0,60}&#96;.{0,60}/g) ?? [],
      [],
      'what the inventory marks as code is code',
    );
    assert.ok(page.includes('Covered by test/x.test.ts: it is tested'));
    assert.ok(page.includes('port-wrong: The &lt;port&gt; is wrong'));
  });
});

test('promises.html is prose: verdicts in plain words, no ids, no tags, no column of checks', async () => {
  const page = await sample.read('promises.html');
  const text = page
    .slice(page.indexOf('<main'))
    .replace(/<script[\s\S]*/, '')
    .replace(/<[^>]+>/g, ' ');
  assert.doesNotMatch(text, /\b(?:EC-)?L[AB]-\d{3}|@\w|\.feature/);
  assert.doesNotMatch(page, /<th[^>]*>check</);
  assert.match(text, /Rows are judged one by one\s+does not hold/);
  assert.match(text, /A Given that fails blocks/);
  assert.match(text, /cannot be tried here[\s\S]*needs gpu; found no node with one/);
});

describe('in a browser', { skip: withoutChromium }, () => {
  test('no text of a run becomes an element, and no page says anything on the console', async () => {
    for (const name of [...QUOTING, 'html/features/test-verdict-samples-features-hostile.html']) {
      const { page, console } = await openPage(path.join(sample.folder, name));
      const document = await page.content();
      assert.doesNotMatch(document, /<b>tags|<script>alert|<img[^>]* onerror|<title>[^<]*<title>/, name);
      assert.ok(document.includes('A title with &lt;b&gt;tags&lt;/b&gt;'), name);
      assert.deepEqual(console, [], name);
      await page.close();
    }
  });

  test('no chart shows an entity', async () => {
    const name = 'html/features/test-verdict-samples-features-hostile.html';
    const { page } = await openPage(path.join(sample.folder, name));
    const labels = await page.locator('.apexcharts-canvas text, .apexcharts-canvas title').allTextContents();
    await page.close();
    assert.ok(labels.some((label) => label.includes('\u2039b\u203a')));
    assert.deepEqual(
      labels.filter((label) => /&(?:lt|gt|amp|quot|#\d+);/.test(label)),
      [],
    );
  });

  test('the matrix is filtered by what the address says', async () => {
    const file = path.join(sample.folder, 'matrix.html');
    const shown = async (fragment: string): Promise<[string, string[]]> => {
      const { page } = await openPage(file, { fragment });
      const document = await page.content();
      await page.close();
      const rows = [...document.matchAll(/<tr data-item="" ([^>]*)>/g)].map(
        ([, attributes = '']) => attributes,
      );
      const visible = rows.filter((attributes) => !attributes.includes('hidden'));
      const [, said = ''] = /<output[^>]*>([^<]*)/.exec(document) ?? [];
      return [said, visible.map((attributes) => /id="([^"]+)"/.exec(attributes)?.[1] ?? '')];
    };
    assert.deepEqual(await shown('#verdict=blocked&priority=P1&text=lb-002%20a'), [
      '2 of 24 checks',
      ['LB-002.1', 'LB-002.2'],
    ]);
    assert.deepEqual(await shown('#system=other&text=alternative'), ['0 of 24 checks', []]);
    assert.equal((await shown('#verdict=%3Cscript%3E'))[0], '24 of 24 checks');
  });
});

test('a run without failures has pages, too', async () => {
  const folder = await recordedRun(runFile(), `${SAMPLES.features}/claims.feature:8`);
  const { renderReports } = await import('../../support/reports/render.ts');
  const { exitCode } = await renderReports(folder, { sources: SAMPLES });
  assert.equal(exitCode, 0);
  for (const name of OWN) assert.ok(existsSync(path.join(folder, name)), name);
});
