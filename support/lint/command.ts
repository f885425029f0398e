import path from 'node:path';
import { counted } from '../amounts/counted.ts';
import { readOptions } from '../command-line/options.ts';
import type { Printer } from '../command-line/run-command.ts';
import { nearest } from '../spelling/nearest.ts';
import { inOneLine } from './finding.ts';
import { lint, unwrittenRequirements } from './lint.ts';
import { readProject } from './project.ts';

const USAGE = `npm run lint:features -- [FILE or FOLDER…]

Reads every feature and says what is wrong with it: file and line, what it is, and how to mend it. With files or folders
only what concerns them is shown. The exit status is 1 when there is anything.`;

/** Lints the features; returns the exit status. */
export async function lintFeatures(args: string[], printer: Printer): Promise<number> {
  const { values, positionals } = readOptions({
    args,
    options: { help: { type: 'boolean' } },
    allowPositionals: true,
  });
  if (values.help) {
    printer.out(`${USAGE}\n`);
    return 0;
  }
  const project = await readProject();
  const wanted = positionals.map((file) => path.relative('.', file));
  const nowhere = wanted.filter((place) => !project.features.some(({ uri }) => lies(uri, place)));
  if (nowhere.length > 0) throw new Error(nowhere.map((place) => absent(place, project.features)).join('; '));
  const findings = lint(project).filter(
    ({ uri }) => wanted.length === 0 || wanted.some((place) => lies(uri, place)),
  );
  for (const finding of findings) printer.out(`${inOneLine(finding)}\n`);
  printer.out(
    `lint: ${counted(project.features.length, 'feature')}, ${counted(findings.length, 'finding')}\n`,
  );
  const unwritten = unwrittenRequirements(project);
  if (unwritten.length > 0)
    printer.out(
      `lint: ${counted(unwritten.length, 'requirement')} that scenarios must judge, and none does (${shortened(unwritten)}); npm run new -- --list\n`,
    );
  return findings.length === 0 ? 0 : 1;
}

function absent(place: string, features: readonly { readonly uri: string }[]): string {
  const folders = features.map(({ uri }) => path.dirname(uri));
  const like = nearest(place, new Set([...features.map(({ uri }) => uri), ...folders]));
  return `there is no feature in ${place}${like === undefined ? '' : `; did you mean ${like}?`}`;
}

const lies = (uri: string, place: string): boolean =>
  place === '' || uri === place || uri.startsWith(`${place}${path.sep}`);

const SHOWN = 6;

const shortened = (ids: readonly string[]): string =>
  ids.length > SHOWN ? `${ids.slice(0, SHOWN).join(', ')}, …` : ids.join(', ');
