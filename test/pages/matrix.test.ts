import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { judge } from '../../support/judge/judge.ts';
import { loadVerdicts, PROJECT } from '../../support/judge/load.ts';
import { traceabilityMarkdown } from '../../support/reports/markdown/traceability.ts';
import { matrixPage } from '../../support/reports/pages/matrix-page.ts';
import { traceability } from '../../support/reports/traceability.ts';
import { signOff } from '../../support/signoff/sign-off.ts';
import type { Verdicts } from '../../support/verdict/model.ts';
import { aRecord } from '../runs/records.ts';
import { scratch } from '../scratch.ts';
import { record, SAMPLES } from '../verdict/samples/record.ts';
import { withoutChromium, withPage } from './chromium.ts';

const signed = (verdicts: Verdicts) => signOff(verdicts, { digests: [], invocations: [], problems: [] });
const pageOf = (verdicts: Verdicts): string => matrixPage(verdicts, signed(verdicts));

describe('when a check last passed on the target', () => {
  let verdicts: Verdicts;
  before(async () => {
    const { inputs } = await loadVerdicts([await record(`${SAMPLES.features}/claims.feature:8`)], SAMPLES);
    const history = [
      aRecord({ run: 'r0', checks: { passed: ['LB-001.1', 'LB-001.3'], failed: ['LB-001.4'] } }),
      aRecord({ run: 'r1', checks: { failed: ['LB-001.3', 'LB-001.4'] } }),
    ];
    verdicts = judge({ ...inputs, history });
  });
  const PASSED = '2026-11-20 22:03 UTC in run r0 (suite 7407d54)';
  const NEVER = 'never in 2 earlier runs on this target';

  test('stands in the matrix, also of checks that the run left out', () => {
    const page = pageOf(verdicts);
    const row = (id: string): string => new RegExp(` id="${id}">([\\s\\S]*?)</tr>`).exec(page)?.[1] ?? '';
    assert.ok(row('LB-001.3').includes(`last passed: ${PASSED}`));
    assert.ok(row('LB-001.4').includes(`last passed: ${NEVER}`));
    assert.doesNotMatch(row('LB-001.1'), /last passed/, 'it passes now');
    assert.doesNotMatch(row('LB-001.5'), /last passed/, 'no run looked at it');
  });

  test('stands in traceability.md and traceability.json', () => {
    const markdown = traceabilityMarkdown(verdicts, signed(verdicts));
    const row = (id: string): string => new RegExp(`^\\| ${id} \\|.*$`, 'm').exec(markdown)?.[0] ?? '';
    assert.ok(row('LB-001.3').endsWith(`<br>last passed: ${PASSED} |`), row('LB-001.3'));
    assert.ok(row('LB-001.4').endsWith(`<br>last passed: ${NEVER} |`));
    assert.doesNotMatch(row('LB-001.1') + row('LB-001.5'), /last passed/);
    const { requirements } = traceability(verdicts) as {
      requirements: { checks: { id: string; lastPassed?: object }[] }[];
    };
    const told = requirements.flatMap(({ checks }) => checks).filter((check) => 'lastPassed' in check);
    assert.deepEqual(
      told.map(({ id, lastPassed }) => [id, lastPassed]),
      [
        ['LB-001.3', { run: 'r0', startedAt: '2026-11-20T22:03:00.000Z', commit: '7407d54aa', looked: 2 }],
        ['LB-001.4', { looked: 2 }],
      ],
    );
  });
});

test('where nothing was ever proven the matrix says so once, and has no column for it', async () => {
  const verdicts = await loadVerdicts([await record()], SAMPLES);
  const without = pageOf(verdicts);
  assert.equal(without.match(/npm run prove/g)?.length, 1);
  assert.doesNotMatch(without, /proven by/);
  const proof = { score: 1, defects: [] };
  const withProof = pageOf({ ...verdicts, inputs: { ...verdicts.inputs, proof } });
  assert.doesNotMatch(withProof, /npm run prove/);
  assert.match(withProof, /<th scope="col">proven by/);
  assert.match(withProof, /data-label="proven by">not yet</);
});

describe('the matrix in a browser', { skip: withoutChromium }, () => {
  let file: string;
  before(async () => {
    file = path.join(scratch('matrix'), 'matrix.html');
    const messages = path.join(path.dirname(file), 'messages.ndjson');
    await writeFile(messages, '');
    await writeFile(file, pageOf(await loadVerdicts([messages], PROJECT)));
  });

  interface Reach {
    readonly top: number;
    readonly bottom: number;
  }
  const reach = (page: Page, selector: string): Promise<Reach> =>
    page.evaluate(`probe.reach(${JSON.stringify(selector)})`);

  test('names its columns under the filters, wherever one reads, and hides no row that a link leads to', async () => {
    await withPage(file, async (page) => {
      for (const wide of [1280, 800]) {
        await page.setViewportSize({ width: wide, height: 900 });
        await page.evaluate('scrollTo(0, 20_000)');
        const bar = await reach(page, '.filters');
        const head = await reach(page, '.matrix thead th');
        assert.ok(Math.abs(head.top - bar.bottom) <= 1, `${wide}: ${head.top} under ${bar.bottom}`);
        await page.evaluate("location.hash = '#LB-001.5'");
        assert.ok((await reach(page, '[id="LB-001.5"]')).top >= head.bottom - 1, `${wide}`);
      }
    });
  });

  test('breaks neither an id nor the number of a line, on the screen or on paper', async () => {
    await withPage(file, async (page) => {
      for (const [media, width] of [
        ['screen', 1280],
        ['print', 703],
      ] as const) {
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ media });
        assert.deepEqual(
          await page.evaluate("probe.broken('.matrix td:nth-child(1), .matrix td:nth-child(3) span')"),
          [],
        );
      }
    });
  });

  test('gives a long message the width of the table, and filters it with its check', async () => {
    const verdicts = await loadVerdicts([await record()], SAMPLES);
    const reason = `expected a status URL, got none ${'at all '.repeat(40)}`;
    const requirements = verdicts.requirements.map((it) => ({
      ...it,
      checks: it.checks.map((check) => (check.check.id === 'LB-001.4' ? { ...check, reason } : check)),
    }));
    const shown = path.join(scratch('matrix'), 'long.html');
    await writeFile(shown, pageOf({ ...verdicts, requirements }));
    await withPage(shown, async (page) => {
      const message = page.locator('.reason', { hasText: 'expected a status URL' });
      assert.ok(((await message.boundingBox())?.width ?? 0) > 900);
      await page.locator('[data-filter-text]').fill('status URL');
      assert.equal(await page.locator('form.filters output').textContent(), '1 of 24 checks');
      assert.ok(await message.isVisible());
      await page.locator('[data-filter-text]').fill('LB-001.5');
      assert.equal(await message.isVisible(), false);
    });
  });
});
