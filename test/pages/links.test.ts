import assert from 'node:assert/strict';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { before, describe, test } from 'node:test';
import { publish } from '../../support/reports/publish.ts';
import { renderReports } from '../../support/reports/render.ts';
import { all, parseXml } from '../junit/xml.ts';
import { scratch } from '../scratch.ts';
import { type RenderedSample, renderSample } from '../signoff/rendered.ts';
import { SAMPLES } from '../verdict/samples/record.ts';
import { deadLinks, pagesIn, targetsOf } from './links.ts';

const PAGES = ['signoff.html', 'matrix.html', 'promises.html', 'html/index.html', 'trends/index.html'];

let sample: RenderedSample;
let published: string;
before(async () => {
  sample = await renderSample();
  published = scratch('published');
  await renderReports(sample.folder, { sources: SAMPLES, publishTo: published });
});

describe('the pages of a run', () => {
  test('lead to files and places that are there, in the run and where it is published', async () => {
    for (const folder of [sample.folder, published]) {
      const pages = await pagesIn(folder);
      assert.equal(pages.length, PAGES.length + 3, 'a page for each feature beside those of the run');
      assert.deepEqual(deadLinks(folder, pages), []);
    }
  });

  test('lead to each other, from the top of each', async () => {
    for (const page of await pagesIn(published)) {
      const targets = targetsOf(published, page).map((target) => path.join(path.dirname(page), target));
      for (const other of PAGES) assert.ok(targets.includes(other), `${page} → ${other}`);
    }
  });

  test('lead from the decision to every page that there is', async () => {
    const reached = new Set(['signoff.html']);
    for (const page of reached)
      for (const target of targetsOf(published, page)) {
        const file = path.join(path.dirname(page), decodeURIComponent(target.split('#')[0] ?? ''));
        if (file.endsWith('.html')) reached.add(file);
      }
    // The overview makes its links of features in the browser, from the tenth on.
    for (const page of await pagesIn(published)) assert.ok(reached.has(page), page);
  });

  test('lead to comparisons where there are any, and to none where there are not', async () => {
    const link = '../compare/index.html';
    assert.ok(!targetsOf(published, 'trends/index.html').includes(link));
    const compared = scratch('compared');
    mkdirSync(path.join(compared, 'compare'));
    writeFileSync(path.join(compared, 'compare', 'index.html'), '<!doctype html>');
    await publish(sample.folder, compared);
    assert.ok(targetsOf(compared, 'trends/index.html').includes(link));
    assert.deepEqual(deadLinks(compared, ['trends/index.html']), []);
  });

  test('a link that leads nowhere is found', () => {
    assert.deepEqual(deadLinks(published, ['matrix.html']), []);
    assert.deepEqual(deadLinks(path.join(published, 'html'), ['index.html']).slice(0, 1), [
      'index.html → ../signoff.html',
    ]);
  });
});

test('what every report calls evidence is there', async () => {
  const { requirements } = JSON.parse(await sample.read('traceability.json')) as {
    requirements: { scenarios: { evidence?: string }[] }[];
  };
  const { issues } = JSON.parse(await sample.read('signoff.json')) as { issues: { evidence?: string }[] };
  const properties = all(parseXml(await sample.read('junit.xml')), 'property');
  const markdown = await sample.read('traceability.md');
  const named = {
    'traceability.json': requirements.flatMap(({ scenarios }) =>
      scenarios.flatMap((it) => it.evidence ?? []),
    ),
    'signoff.json': issues.flatMap(({ evidence }) => evidence ?? []),
    'junit.xml': properties.flatMap(({ attributes: { name, value } }) =>
      name === 'evidence' ? [value] : [],
    ),
    'traceability.md': [...markdown.matchAll(/\[evidence\]\(([^)]+)\)/g)].map(([, target]) => target),
  };
  for (const [report, directories] of Object.entries(named)) {
    assert.ok(directories.length > 0, report);
    for (const directory of directories)
      assert.ok(existsSync(path.join(published, decodeURI(directory ?? ''))), `${report}: ${directory}`);
  }
});
