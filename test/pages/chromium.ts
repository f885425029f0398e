import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { scratch } from '../verdict/samples/scratch.ts';

const run = promisify(execFile);
const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** The browser of this machine; undefined where there is none. */
export const chromium: string | undefined = (process.env.PATH ?? '')
  .split(path.delimiter)
  .flatMap((folder) => NAMES.map((name) => path.join(folder, name)))
  .find(isProgram);

/** The reason to skip a test that needs a browser, for node:test; false where there is one. */
export const withoutChromium: string | false = chromium
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

/** The document of a page after its scripts ran, and what the browser said on its console. */
export async function openPage(
  file: string,
  { fragment = '', width = 1280 } = {},
): Promise<{ document: string; console: string[] }> {
  const { stdout, stderr } = await run(
    chromium ?? '',
    [
      ...'--headless --no-sandbox --disable-gpu --no-first-run --enable-logging=stderr'.split(' '),
      ...'--disable-background-networking --disable-component-update --disable-sync'.split(' '),
      `--user-data-dir=${scratch('browser')}`,
      `--window-size=${width},900`,
      '--dump-dom',
      `file://${path.resolve(file)}${fragment}`,
    ],
    { maxBuffer: 64 * 1024 * 1024, timeout: 60_000 },
  );
  return { document: stdout, console: stderr.split('\n').filter((line) => line.includes('CONSOLE')) };
}
