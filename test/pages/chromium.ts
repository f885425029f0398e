import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { after } from 'node:test';
import { type Browser, chromium as driver, type Page } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** The browser of this machine; undefined where there is none. */
const program: string | undefined = (process.env.PATH ?? '')
  .split(path.delimiter)
  .flatMap((folder) => NAMES.map((name) => path.join(folder, name)))
  .find(isProgram);

/** The reason to skip a test that needs a browser, for node:test; false where there is one. */
export const withoutChromium: string | false = program
  ? false
  : `no browser here: none of ${NAMES.join(', ')} is on the PATH`;

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

let browser: Promise<Browser> | undefined;
after(async () => (await browser)?.close());

/** A page in the browser, with everything that it says on its console. */
export interface Opened {
  readonly page: Page;
  readonly console: readonly string[];
}

/** Opens a file in a browser that a test file shares; every page has a context of its own. */
export async function openPage(file: string, { fragment = '', width = 1280 } = {}): Promise<Opened> {
  browser ??= driver.launch({ executablePath: program ?? '', args: ['--no-sandbox'] });
  const page = await (await browser).newPage({ viewport: { width, height: 900 } });
  await page.addInitScript({ path: path.join(import.meta.dirname, 'probe.browser.js') });
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(error.message));
  await page.goto(`file://${path.resolve(file)}${fragment}`);
  return { page, console: said };
}

/** Does a job with a page of its own, which is closed afterwards. */
export async function withPage(
  file: string,
  use: (page: Page) => Promise<void>,
  view: Parameters<typeof openPage>[1] = {},
): Promise<void> {
  const { page } = await openPage(file, view);
  try {
    await use(page);
  } finally {
    await page.close();
  }
}
