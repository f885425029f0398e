import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { NO_REPORTS } from '../settings/publishes.ts';
import { type JunitSuite, junitFile } from './junit-xml.ts';
import { withRoom } from './no-room.ts';
import { html } from './pages/html.ts';
import { PAGES, page } from './pages/page.ts';
import { alone } from './publish-lock.ts';
import { replaceTogether } from './replace-together.ts';

/** What is said in place of reports. */
export interface Withdrawal {
  /** What was asked for, and why there are no reports of it. */
  readonly because: string;
  /** Where reports of something else are. */
  readonly elsewhere: string;
  readonly run?: { readonly id: string; readonly startedAt: string };
}

/**
 * Puts the sentence that there are no reports in place of those with these names in a folder, in every form in which a
 * decision is read, all together or not at all: what lay there says nothing about what was asked for since. Throws, with the
 * old ones in their place, if they cannot be replaced; on a full disk they are removed. Needs nothing but Node: a run withdraws
 * what is published before it looks for its packages.
 */
export async function withdraw(
  folder: string,
  names: readonly string[],
  withdrawal: Withdrawal,
  limit?: number,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const replace = () => replaceTogether(folder, names, (fresh) => writeNotice(fresh, withdrawal));
  const name = withdrawal.run?.id ?? path.basename(path.resolve(folder));
  await withRoom(folder, names, () => alone(folder, name, replace, limit));
}

async function writeNotice(folder: string, { because, elsewhere, run }: Withdrawal): Promise<void> {
  const title = `${NO_REPORTS}: ${because}`;
  const signOff = {
    title,
    decision: NO_REPORTS,
    because,
    exitCode: 2,
    blockers: [because],
    notes: [elsewhere],
  };
  const write = async (name: string, content: string): Promise<void> => {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), content);
  };
  await write('signoff.json', `${JSON.stringify({ ...signOff, ...(run && { run }) }, null, 1)}\n`);
  await write('signoff.md', `# ${title}\n\n${elsewhere}\n`);
  for (const [name, strict] of [
    ['junit.xml', false],
    ['junit-strict.xml', true],
  ] as const)
    await write(
      name,
      junitFile(
        { name: 'llm-serving-acceptance', milliseconds: 0, suites: [suite(title, elsewhere)] },
        strict,
      ),
    );
  for (const { file } of PAGES)
    await write(
      file,
      page({
        file,
        title: 'No reports',
        heading: title,
        decision: NO_REPORTS,
        because,
        run: run?.id ?? '',
        body: html`<p>${elsewhere}</p>`,
      }),
    );
}

const suite = (message: string, content: string): JunitSuite => ({
  name: 'The run',
  package: 'run',
  startedAt: new Date(),
  properties: [],
  cases: [
    {
      name: 'The gate passes',
      classname: 'The run',
      milliseconds: 0,
      outcome: { word: 'error', type: NO_REPORTS, message, content },
      properties: [],
      output: [],
    },
  ],
});
