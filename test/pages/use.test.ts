import assert from 'node:assert/strict';
import path from 'node:path';
import { before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { type RenderedSample, renderSample } from '../signoff/rendered.ts';
import { withoutChromium, withPage } from './chromium.ts';
import { pagesIn } from './links.ts';

const OWN = ['signoff.html', 'matrix.html', 'promises.html', 'trends/index.html'];
/** More tabs than any page of the sample has controls. */
const MOST_TABS = 400;

let sample: RenderedSample;
let pages: string[];
before(async () => {
  sample = await renderSample();
  pages = await pagesIn(sample.folder);
});

const withSample = (name: string, use: (page: Page) => Promise<void>, width?: number): Promise<void> =>
  withPage(path.join(sample.folder, name), use, width === undefined ? {} : { width });

interface Stop {
  /** Its place among all controls of the page; -1 once the focus has left them. */
  readonly index: number;
  readonly what: string;
  /** An outline or a ring can be seen around it. */
  readonly marked: boolean;
  readonly onScreen: boolean;
}

/** What `probe.browser.js` says of the page. */
const controls = (page: Page): Promise<string[]> => page.evaluate('probe.controls()');
const stop = (page: Page): Promise<Stop> => page.evaluate('probe.stop()');
const width = (page: Page): Promise<number> => page.evaluate('probe.width()');

/** Tabs through a page, from its top until the focus leaves it. */
async function tabThrough(page: Page): Promise<Stop[]> {
  const stops: Stop[] = [];
  for (let count = 0; count < MOST_TABS; count += 1) {
    await page.keyboard.press('Tab');
    const at = await stop(page);
    if (at.index < 0) break;
    stops.push(at);
  }
  return stops;
}

describe('with a keyboard alone', { skip: withoutChromium }, () => {
  test('every control of every page is reached in its order, and can be seen to have the focus', async () => {
    for (const name of pages)
      await withSample(name, async (page) => {
        const all = await controls(page);
        const stops = await tabThrough(page);
        const reached = stops.map(({ index }) => index);
        assert.deepEqual(
          reached,
          [...new Set(reached)].toSorted((a, b) => a - b),
          name,
        );
        const missed = all.filter((what, index) => what !== '' && !reached.includes(index));
        assert.deepEqual(missed, [], name);
        for (const { what, marked, onScreen } of stops)
          assert.ok(marked && onScreen, `${name}: ${what} has the focus, and nobody sees it`);
      });
  });

  test('the first stop skips the navigation', async () => {
    for (const name of OWN)
      await withSample(name, async (page) => {
        await page.keyboard.press('Tab');
        assert.equal((await stop(page)).what, 'A To the content', name);
        await page.keyboard.press('Enter');
        assert.equal(await page.evaluate('probe.focused()'), 'content', name);
      });
  });

  test('the matrix is filtered, the number is announced, and everything comes back', async () => {
    await withSample('matrix.html', async (page) => {
      const said = (): Promise<string | null> => page.locator('form.filters output').textContent();
      assert.equal(await page.locator('form.filters output').getAttribute('aria-live'), 'polite');
      assert.equal(await said(), '24 of 24 checks');
      await tabTo(page, 'verdict');
      await page.keyboard.type('blocked');
      assert.equal(await said(), '3 of 24 checks');
      await tabTo(page, 'text');
      await page.keyboard.type('lb-002 a');
      assert.equal(await said(), '2 of 24 checks');
      assert.equal(await page.locator('[data-item]:visible').count(), 2);
      assert.match(page.url(), /#verdict=blocked&text=lb-002\+a$/);
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.waitForURL(/\.html#?$/);
      assert.equal(await said(), '24 of 24 checks');
    });
  });

  test('the way to the content chooses no other filters', async () => {
    for (const name of ['matrix.html', 'promises.html'])
      await withSample(name, async (page) => {
        await page.locator('select[data-filter="verdict"]').selectOption({ index: 1 });
        const said = await page.locator('form.filters output').textContent();
        await page.locator('a[href="#content"]').focus();
        await page.keyboard.press('Enter');
        assert.equal(await page.evaluate('probe.focused()'), 'content', name);
        assert.notEqual(await page.locator('select[data-filter="verdict"]').inputValue(), '', name);
        assert.equal(await page.locator('form.filters output').textContent(), said, name);
      });
  });

  test('promises are filtered by their outcome', async () => {
    await withSample('promises.html', async (page) => {
      const shown = page.locator('[data-item]:visible');
      const all = await shown.count();
      await tabTo(page, 'verdict');
      await page.keyboard.type('does not hold');
      assert.equal(await shown.count(), sample.signOff.totals.scenarios.failed);
      assert.equal(
        await page.locator('form.filters output').textContent(),
        `${sample.signOff.totals.scenarios.failed} of ${all} promises`,
      );
    });
  });

  test('the table of features is sorted', async () => {
    await withSample('html/index.html', async (page) => {
      const names = (): Promise<string[]> => page.locator('#features-table-body a').allTextContents();
      const before = await names();
      await page.locator('#features-table-container thead button').first().focus();
      await page.keyboard.press('Enter');
      assert.deepEqual(
        await names(),
        before.toSorted((a, b) => a.trim().localeCompare(b.trim())),
      );
      await page.keyboard.press('Space');
      assert.deepEqual(
        await names(),
        (await names()).toSorted((a, b) => b.trim().localeCompare(a.trim())),
      );
    });
  });

  test('what is folded opens', async () => {
    await withSample('signoff.html', async (page) => {
      const message = page.locator('.issue details pre').first();
      assert.equal(await message.isVisible(), false);
      await page.locator('.issue summary').first().focus();
      await page.keyboard.press('Enter');
      assert.equal(await message.isVisible(), true);
    });
  });
});

/** Tabs on until the control that filters by something has the focus. */
async function tabTo(page: Page, filter: string): Promise<void> {
  for (let count = 0; count < MOST_TABS; count += 1) {
    await page.keyboard.press('Tab');
    if ((await page.evaluate('probe.filtersBy()')) === filter) return;
  }
  assert.fail(`no control filters by ${filter}`);
}

test('on a phone no page is wider than the screen', { skip: withoutChromium }, async () => {
  for (const name of pages)
    await withSample(
      name,
      async (page) => {
        assert.equal(await width(page), 320, name);
      },
      320,
    );
});

test('on paper there is no navigation, and nothing is folded', { skip: withoutChromium }, async () => {
  for (const name of OWN)
    await withSample(name, async (page) => {
      await page.emulateMedia({ media: 'print' });
      for (const part of ['nav', '.skip', '.filters'])
        for (const element of await page.locator(part).all())
          assert.equal(await element.isVisible(), false, `${name} ${part}`);
      for (const element of await page.locator('details > :not(summary)').all())
        assert.ok(((await element.boundingBox())?.height ?? 0) > 0, name);
      const pdf = await page.pdf({ format: 'A4' });
      assert.equal(pdf.subarray(0, 5).toString(), '%PDF-', name);
    });
});

test('on paper no chart is wider than its card, and no page begins at the edge of the sheet', {
  skip: withoutChromium,
}, async () => {
  await withSample('html/index.html', async (page) => {
    await page.locator('.apexcharts-canvas').first().waitFor();
    await page.emulateMedia({ media: 'print' });
    assert.deepEqual(await page.evaluate('probe.printedBeyondCards(700)'), []);
  });
  for (const name of pages)
    await withSample(name, async (page) => {
      assert.equal(await page.evaluate('probe.marginOfPaper()'), '12mm', name);
    });
});

test('long words of a promise stay on the screen', { skip: withoutChromium }, async () => {
  await withSample(
    'promises.html',
    async (page) => {
      for (const place of ['h4', '.steps p', 'td', 'th'])
        await page
          .locator(`.promise:has(table) ${place}`)
          .first()
          .evaluate((element) => {
            element.textContent = 'x'.repeat(5_000);
          });
      const wide = await page
        .locator('.promise table')
        .first()
        .evaluate((table) => table.scrollWidth);
      assert.ok(wide <= 1_280, `the table is ${wide} px wide`);
      assert.ok((await width(page)) <= 1_280, `${await width(page)}`);
    },
    1_280,
  );
});

test('scenarios of a feature say whether they are open, and are printed open', {
  skip: withoutChromium,
}, async () => {
  const name = pages.find((page) => page.startsWith('html/features/')) ?? '';
  await withSample(name, async (page) => {
    const button = page.locator('.scenario-card > button').first();
    const steps = page.locator('.scenario-card > button + div').first();
    for (const _ of [1, 2]) {
      assert.equal(await button.getAttribute('aria-expanded'), String(await steps.isVisible()));
      await button.click();
    }
    assert.equal(await steps.isVisible(), false);
    await page.emulateMedia({ media: 'print' });
    assert.equal(await steps.isVisible(), true);
    assert.match((await page.locator('#scenario-search').getAttribute('aria-label')) ?? '', /^Search/);
  });
});
