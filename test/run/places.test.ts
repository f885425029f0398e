import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unknownNames } from '../../support/selection/names.ts';
import { placeProblems } from '../../support/selection/places.ts';
import { unknownTags } from '../../support/selection/unknown-tags.ts';
import { readFeatureFolder } from '../../support/verdict/feature-files.ts';

const { scenarios } = await readFeatureFolder('features');
const URI = 'features/kserve/basic/LB-001-basic-service.feature';
const own = scenarios.filter(({ uri }) => uri === URI);
const [first, second] = own;
const said = (...paths: string[]): string[] => placeProblems(paths, scenarios);

test('a line at which no scenario begins is answered with those around it, by their titles', () => {
  assert.ok(first && second);
  assert.deepEqual(said(`./${URI}:${first.line}:${second.line}`, URI, 'features', '@rerun.txt'), []);
  assert.deepEqual(said(`${URI}:${first.line}:${first.line + 1}`), [
    `no scenario begins at ${URI}:${first.line + 1}; the nearest are ${URI}:${first.line} "${first.name}" and ${URI}:${second.line} "${second.name}"`,
  ]);
  const last = own.at(-1);
  assert.deepEqual(said(`${URI}:9999`), [
    `no scenario begins at ${URI}:9999; the nearest is ${URI}:${last?.line} "${last?.name}"`,
  ]);
});

test('the title of an outline names all its rows', () => {
  const row = scenarios.find(({ keyword, uri, line }) => /Outline/.test(keyword) && uri && line);
  if (row) assert.deepEqual(said(row.key), []);
});

test('a file or folder that is not there is answered with the nearest', () => {
  assert.deepEqual(said(URI.replace('service', 'servic')), [
    `there is no file ${URI.replace('service', 'servic')}; did you mean ${URI}?`,
  ]);
  assert.deepEqual(said('features/kserv'), [
    'there is no folder features/kserv; did you mean features/kserve?',
  ]);
  assert.deepEqual(said('features/*/basic', `${process.cwd()}/features/kserve`), []);
  assert.deepEqual(said('./features/kserv'), [
    'there is no folder ./features/kserv; did you mean features/kserve?',
  ]);
  assert.deepEqual(said('kserve/security'), [
    'there is no folder kserve/security; did you mean features/kserve/security?',
  ]);
  assert.deepEqual(said(URI.replace('.feature', '.feture:9')), [
    `there is no file ${URI.replace('.feature', '.feture')}; did you mean ${URI}?`,
  ]);
  assert.match(said('features/kserv/*.feature').join(), /^nothing matches features\/kserv\/\*\.feature/);
  assert.deepEqual(said('#'), ['there is no folder #']);
  assert.deepEqual(said('docs'), ['there is no scenario in docs']);
});

test('a title that no scenario has is answered with the nearest', () => {
  const title = first?.name ?? '';
  assert.deepEqual(
    unknownNames(['--name', title.slice(0, 12), '-n', title, `--name=${title}`], scenarios),
    [],
  );
  assert.deepEqual(unknownNames(['-n', title, '--name', `${title}x`], own), [
    `--name "${title}x" fits the title of no scenario; did you mean "${title}"?`,
  ]);
});

test('an id where a file is expected is answered with the option that takes it', () => {
  assert.deepEqual(said('LB-001.29'), ['there is no file LB-001.29; write --only LB-001.29']);
  assert.deepEqual(said('EC-LB-003'), ['there is no file EC-LB-003; write --only EC-LB-003']);
});

test('a tag that no feature may carry is answered with the nearest', () => {
  const known = ['P0', 'P1', 'kserve'];
  assert.deepEqual(unknownTags(['--tags', '@P0 and not (@kserve or @PO)', '--name', '@x'], known), [
    '--tags names @PO, which no feature may carry; did you mean @P0?',
  ]);
  assert.deepEqual(unknownTags(['--tags', 'P0 or not (slow)'], known), [
    '--tags names P0, which is no tag, because it begins without @; did you mean @P0?',
    '--tags names slow, which is no tag, because it begins without @',
  ]);
  assert.deepEqual(unknownTags(['--tags=@slow', '-t', '@P1'], known), [
    '--tags names @slow, which no feature may carry',
  ]);
});
