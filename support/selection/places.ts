import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { nearest } from '../spelling/nearest.ts';
import type { DefinedScenario } from '../verdict/defined-scenarios.ts';

/** `LB-001`, `LB-001.29`: what is meant for `--only`. */
const ID = /^[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)+(?:\.\d+)?$/;

type Titled = Pick<DefinedScenario, 'uri' | 'line' | 'name'>;

/**
 * One sentence for each path that a run was asked for and that leads to no scenario, and for each `FILE:LINE` at which none
 * begins: the runner would leave it out without a word. `scenarios` are those of the features that the paths led to.
 */
export const placeProblems = (paths: readonly string[], scenarios: readonly Titled[]): string[] =>
  // A file of paths (`@rerun.txt`) is read by the runner.
  paths
    .filter((place) => !path.basename(place).startsWith('@'))
    .flatMap((place) => strayPlace(place, scenarios));

function strayPlace(place: string, scenarios: readonly Titled[]): string[] {
  if (ID.test(place) && !existsSync(place)) return [`there is no file ${place}; write --only ${place}`];
  const [, file = '', lines = ''] = /^(.*?)((?::\d+)*)$/s.exec(place) ?? [];
  const found = existsSync(file) ? [file] : globSync(file);
  if (found.length === 0) return [absent(file)];
  const own = scenarios.filter(({ uri }) => found.some((one) => liesIn(uri, one)));
  if (own.length === 0) return [`there is no scenario in ${file}`];
  return lines === '' ? [] : strayLines(path.relative('.', file), lines, own);
}

function liesIn(uri: string, place: string): boolean {
  const inside = path.relative(place, uri);
  return inside === '' || !inside.startsWith('..');
}

function absent(file: string): string {
  const features = globSync('features/**/*.feature');
  const folders = features.map((feature) => path.dirname(feature));
  const known = [...features, ...folders, ...folders.map((folder) => path.dirname(folder))];
  const meant =
    known.find((one) => one.endsWith(`/${path.normalize(file)}`)) ??
    nearest(path.normalize(file), new Set(known));
  const none = /[*?{[]/.test(file)
    ? `nothing matches ${file}`
    : `there is no ${path.extname(file) === '' ? 'folder' : 'file'} ${file}`;
  return `${none}${meant === undefined ? '' : `; did you mean ${meant}?`}`;
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
