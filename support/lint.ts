import path from 'node:path';
import { parseArgs } from 'node:util';
import { inOneLine } from './lint/finding.ts';
import { lint, unwrittenRequirements } from './lint/lint.ts';
import { readProject } from './lint/project.ts';

const USAGE = `npm run lint:features -- [FILE or FOLDER…]

Reads every feature and says what is wrong with it: file and line, what it is, and how to mend it. With files or folders
only what concerns them is shown. The exit status is 1 when there is anything.`;

/** Lints the features; returns the exit status. */
async function lintFeatures(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    options: { help: { type: 'boolean' } },
    allowPositionals: true,
  });
  if (values.help) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const project = await readProject();
  const wanted = positionals.map((file) => path.relative('.', file));
  const nowhere = wanted.filter((place) => !project.features.some(({ uri }) => lies(uri, place)));
  if (nowhere.length > 0) throw new Error(`there is no feature in ${nowhere.join(', ')}`);
  const findings = lint(project).filter(
    ({ uri }) => wanted.length === 0 || wanted.some((place) => lies(uri, place)),
  );
  for (const finding of findings) process.stdout.write(`${inOneLine(finding)}\n`);
  process.stdout.write(`lint: ${project.features.length} features, ${findings.length} findings\n`);
  const unwritten = unwrittenRequirements(project);
  if (unwritten.length > 0)
    process.stdout.write(
      `lint: ${unwritten.length} requirements have no scenario yet (${shortened(unwritten)})\n`,
    );
  return findings.length === 0 ? 0 : 1;
}

const lies = (uri: string, place: string): boolean =>
  place === '' || uri === place || uri.startsWith(`${place}${path.sep}`);

const SHOWN = 6;

const shortened = (ids: readonly string[]): string =>
  ids.length > SHOWN ? `${ids.slice(0, SHOWN).join(', ')}, …` : ids.join(', ');

try {
  process.exitCode = await lintFeatures(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`lint: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
