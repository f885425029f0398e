import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { nearest } from '../spelling/nearest.ts';
import type { DefinedScenario } from '../verdict/defined-scenarios.ts';

/** `LB-001`, `LB-001.29`: what is meant for `--only`. */
const ID = /^[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)+(?:\.\d+)?$/;

type Titled = Pick<DefinedScenario, 'uri' | 'line' | 'name'>;

/**
 * One sentence for each feature of the arguments that does not exist, and for each `FILE:LINE` at which no scenario
 * begins: the runner would leave it out without a word.
 */
export function placeProblems(args: readonly string[], scenarios: readonly Titled[]): string[] {
  return args.flatMap((argument, index) => {
    if (ID.test(argument) && !args[index - 1]?.startsWith('-') && !existsSync(argument))
      return [`there is no file ${argument}; write --only ${argument}`];
    const [, file = '', lines = ''] = /^(features(?:\/.*?)?|.+?\.feature)((?::\d+)*)$/.exec(argument) ?? [];
    if (file === '' || /[*?{[]/.test(file)) return [];
    if (!existsSync(file)) return [absent(file)];
    const uri = path.relative('.', file);
    const own = scenarios.filter((scenario) => scenario.uri === uri);
    return own.length === 0 ? [] : strayLines(uri, lines, own);
  });
}

function absent(file: string): string {
  const features = globSync('features/**/*.feature');
  const folders = features.map((feature) => path.dirname(feature));
  const known = [...features, ...folders, ...folders.map((folder) => path.dirname(folder))];
  const meant = nearest(path.normalize(file), new Set(known));
  const kind = file.endsWith('.feature') ? 'file' : 'folder';
  return `there is no ${kind} ${file}${meant === undefined ? '' : `; did you mean ${meant}?`}`;
}

const TITLE = /^\s*(?:Scenario|Example)(?: Outline| Template)?:/;

function strayLines(uri: string, lines: string, own: readonly Titled[]): string[] {
  const text = readFileSync(uri, 'utf8').split('\n');
  return (lines.match(/\d+/g) ?? []).map(Number).flatMap((line) => {
    if (TITLE.test(text[line - 1] ?? '') || own.some((scenario) => scenario.line === line)) return [];
    const around = [own.findLast((it) => it.line < line), own.find((it) => it.line > line)];
    const near = around.flatMap((it) => (it ? [`${uri}:${it.line} "${it.name}"`] : []));
    return [
      `no scenario begins at ${uri}:${line}; the nearest ${near.length > 1 ? 'are' : 'is'} ${near.join(' and ')}`,
    ];
  });
}
