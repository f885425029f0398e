import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { renderSample } from '../signoff/rendered.ts';
import { openPage, withoutChromium } from './chromium.ts';

test("the reporter's table of features scrolls by keyboard and says so on a phone, and is whole on paper", {
  skip: withoutChromium,
}, async () => {
  const { folder } = await renderSample();
  const { page } = await openPage(path.join(folder, 'html', 'index.html'), { width: 360 });
  const box = page.locator('#features-table-container [role="region"]');
  await box.focus();
  assert.match((await box.getAttribute('aria-label')) ?? '', /^Features/);
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction('document.activeElement.scrollLeft > 0');
  const hint = page.locator('.sideways');
  assert.ok(await hint.isVisible());
  await page.setViewportSize({ width: 1280, height: 900 });
  assert.equal(await hint.isVisible(), false);
  await page.emulateMedia({ media: 'print' });
  assert.equal(
    await page.evaluate(
      "getComputedStyle(document.querySelector('#features-table-container [role=region]')).overflowX",
    ),
    'visible',
  );
  for (const name of ['#features-table-container input', '.sideways'])
    assert.equal(await page.locator(name).first().isVisible(), false, name);
  await page.close();
});
