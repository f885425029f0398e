import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { signOffMarkdown } from '../../support/reports/markdown/sign-off.ts';
import { signOffPage } from '../../support/reports/pages/sign-off-page.ts';
import { standingOf } from '../../support/signoff/standing.ts';
import { type RenderedSample, renderSample, runFile } from './rendered.ts';

let sample: RenderedSample;
before(async () => {
  sample = await renderSample();
});

/** What stands below a heading of level two. */
const below = (markdown: string, title: string): string =>
  new RegExp(`^## ${title}$([\\s\\S]*?)(?=^## |(?![\\s\\S]))`, 'm').exec(markdown)?.[1] ?? '';
const plain = (markup: string): string => markup.replaceAll(/<[^>]*>/g, '').replaceAll(/\s+/g, ' ');

describe('what stands against GO', () => {
  test('is told by causes whose number is that of the decision', () => {
    const { blockers, issues: found } = sample.signOff;
    const { issues, others, sentence } = standingOf({
      blockers: [...blockers, 'a figure is worse'],
      issues: found,
    });
    const severities = [...Map.groupBy(issues, (it) => it.severity)].map(
      ([it, own]) => `${own.length} ${it}`,
    );
    assert.deepEqual(others, ['a figure is worse']);
    assert.ok(issues.length < 13, 'some scenarios share a cause');
    assert.equal(
      sentence,
      `14 things: 13 by ${issues.length} causes (${severities.join(', ')}), each told once, and 1 by itself`,
    );
  });

  test('is nothing where nothing blocks, and one sentence where each is a cause', () => {
    const { issues } = sample.signOff;
    assert.deepEqual(standingOf({ blockers: [], issues }), { issues: [], others: [] });
    const [one] = issues.filter(({ scenarios }) => scenarios.length === 1);
    const blocker = `${one?.scenarios[0]?.at} "x" failed: y`;
    assert.equal(standingOf({ blockers: [blocker], issues }).sentence, `1 thing: 1 ${one?.severity}`);
  });

  test('leaves out what the register excuses', () => {
    const issues = sample.signOff.issues.map((it) => ({ ...it, excused: true }));
    const { issues: standing, others } = standingOf({ ...sample.signOff, issues });
    assert.deepEqual([standing.length, others.length], [0, 13]);
  });

  test('stands on the page, in the mail and in the traceability in the same order, each in one short line', async () => {
    const { issues, others } = standingOf(sample.signOff);
    const ids = issues.map(({ id }) => id);
    for (const name of ['signoff.md', 'traceability.md']) {
      const told = below(await sample.read(name), 'What stands against GO');
      assert.deepEqual(
        [...told.matchAll(/^- (I-\d+) /gm)].map(([, id]) => id),
        ids,
        name,
      );
      assert.equal([...told.matchAll(/^- /gm)].length, ids.length + others.length, name);
    }
    const page = await sample.read('signoff.html');
    const section = /<h2>What stands against GO<\/h2>([\s\S]*?)<\/section>/.exec(page)?.[1] ?? '';
    assert.deepEqual(
      [...section.matchAll(/href="#(I-\d+)"/g)].map(([, id]) => id),
      ids,
    );
  });

  test('says the whole message once, with its issue', () => {
    const long = `expected a status, got ${'another one, '.repeat(30)}and that was all`;
    const { verdicts } = sample.rendered;
    const outside = { ...verdicts.inputs.run, failures: [long] };
    const issue = sample.signOff.issues[0] ?? assert.fail();
    const blockers = [long];
    const signed = {
      ...sample.signOff,
      blockers,
      issues: [
        {
          ...issue,
          title: 'expected a status …',
          sentence: long,
          cause: long,
          actual: long,
          findings: [],
          tellingLines: [],
          scenarios: [],
        },
      ],
    };
    const page = signOffPage({ ...verdicts, inputs: { ...verdicts.inputs, run: outside } }, signed);
    const [shown = ''] = page.split('<script type="application/json"');
    assert.equal(shown.split(long).length, 2);
    assert.equal(signOffMarkdown(signed).split(long).length, 2);
  });
});

describe('the sign-off', () => {
  test('has links to all of its sections, behind what stands against GO', async () => {
    const page = await sample.read('signoff.html');
    const contents = /<nav class="contents"[^>]*>([\s\S]*?)<\/nav>/.exec(page)?.[1] ?? '';
    const linked = [...contents.matchAll(/href="#([^"]*)">([^<]*)</g)].map(([, id, title]) => [id, title]);
    const sections = [...page.matchAll(/<section id="([^"]*)"><h2>([^<]*)<\/h2>/g)];
    assert.deepEqual(
      linked,
      sections.map(([, id, title]) => [id, title]),
    );
    assert.equal(linked.length, [...page.matchAll(/<h2>/g)].length);
    assert.ok(linked.length > 10);
    const at = ['stands-against-go"', 'class="contents"', '<h2>Issues found'].map((it) => page.indexOf(it));
    assert.deepEqual(
      at,
      at.toSorted((a, b) => a - b),
    );
  });

  test('is loud about figures only where they can change the decision', async () => {
    const simulated = await renderSample(
      runFile({ target: { name: 'embedded', launcher: 'embedded', timeScale: 60 } }),
    );
    assert.match(await sample.read('signoff.html'), /<p class="beside">/);
    assert.match(await simulated.read('signoff.html'), /<p class="beside quiet">/);
    const interrupted = { ...sample.signOff, decision: 'INTERRUPTED' as const };
    assert.match(signOffPage(sample.rendered.verdicts, interrupted), /<p class="beside quiet">/);
  });

  test('counts the checks of the target, and says of the others that they are no part of it', async () => {
    const { totals, notPartOfTarget } = sample.signOff;
    assert.ok(notPartOfTarget.length > 0);
    const sum = (tally: object): number => Object.values(tally).reduce((all, count) => all + count, 0);
    const outside = notPartOfTarget.reduce((all, { checks }) => all + checks, 0);
    assert.equal(sum(totals.ofTarget.checks), sum(totals.checks) - outside);
    assert.match(
      plain(await sample.read('signoff.html')),
      /Checks of this target: \d+ \w+ .*Proven by a defect/,
    );
    assert.match(await sample.read('signoff.md'), /^Checks of this target: \d/m);
    assert.doesNotMatch(await sample.read('signoff.html'), /All checks/);
  });

  test('shows what a deviation says in columns, and names it by its place elsewhere', async () => {
    const entry = {
      type: 'deviation' as const,
      at: 'features/exceptions.yaml:7',
      about: 'LB-001.1, LB-001.2',
      reason: 'the document says: a → b: c; instead: d; why: e (f)',
      deviation: {
        checks: ['LB-001.1', 'LB-001.2'],
        documentSays: 'a → b: c',
        suiteDoes: 'd',
        why: 'e',
        source: 'f',
      },
    };
    const signed = { ...sample.signOff, exceptions: [entry] };
    const markdown = below(signOffMarkdown(signed), 'Deviations from the documents');
    assert.match(
      markdown,
      /^\| LB-001\.1, LB-001\.2 \| a → b: c \| d \| e \| f \| `features\/exceptions\.yaml:7` \|$/m,
    );
    assert.equal(
      below(signOffMarkdown(signed), 'Exceptions'),
      '',
      'no table with columns that are always empty',
    );
    const page = signOffPage(sample.rendered.verdicts, signed);
    const section = /<h2>Deviations from the documents<\/h2>([\s\S]*?)<\/section>/.exec(page)?.[1] ?? '';
    assert.match(section, /<a href="\.\/matrix\.html#LB-001\.2">LB-001\.2<\/a>/);
    assert.match(
      section,
      /<td data-label="the document says">a → b: c<\/td><td data-label="instead">d<\/td>/,
    );
  });
});
