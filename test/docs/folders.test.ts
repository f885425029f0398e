import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

/** A file of the frame stands for itself. */
const folderOf = (file: string): string => file.split('/').slice(0, 2).join('/');

/** Which folders each folder takes something from, with one import that shows it. */
function importsByFolder(): Map<string, Map<string, string>> {
  const imports = new Map<string, Map<string, string>>();
  for (const file of globSync('support/**/*.ts').sort()) {
    for (const [, source = ''] of readFileSync(file, 'utf8').matchAll(/\b(?:from |import[ (])'(\.[^']+)'/g)) {
      const taken = path.normalize(path.join(path.dirname(file), source));
      const [from, to] = [folderOf(file), folderOf(taken)];
      if (from === to) continue;
      const known = imports.get(from) ?? new Map<string, string>();
      imports.set(from, known.set(to, known.get(to) ?? `${file} imports ${taken}`));
    }
  }
  return imports;
}

/** Every folder that some folder knows, by itself or through others. */
function knownTo(folder: string, imports: ReturnType<typeof importsByFolder>): Set<string> {
  const known = new Set<string>();
  const next = [folder];
  for (let one = next.pop(); one !== undefined; one = next.pop())
    for (const to of imports.get(one)?.keys() ?? []) if (!known.has(to) && known.add(to)) next.push(to);
  return known;
}

test('the folders of support know each other in one direction', () => {
  const imports = importsByFolder();
  const inCircles = [...imports].flatMap(([from, taken]) =>
    [...taken].flatMap(([to, example]) => (knownTo(to, imports).has(from) ? [example] : [])),
  );
  assert.ok(imports.size > 20, `only ${imports.size} folders with imports were found`);
  assert.deepEqual(inCircles, [], 'imports that close a circle of folders: move what both need below both');
});
