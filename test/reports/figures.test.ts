import assert from 'node:assert/strict';
import { cpSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { before, describe, test } from 'node:test';
import { runInNewContext } from 'node:vm';
import { shortDuration } from '../../support/amounts/short-duration.ts';
import { historyRecord } from '../../support/history/record.ts';
import type { Settings } from '../../support/settings/settings.ts';
import { passRate, type Tally, tallyText } from '../../support/verdict/totals.ts';
import { all, type Element, parseXml } from '../junit/xml.ts';
import { scratch } from '../scratch.ts';
import { type RenderedSample, renderSample, runFile } from '../signoff/rendered.ts';
import { SOON } from '../verdict/samples/judged.ts';
import { SAMPLES } from '../verdict/samples/record.ts';

/** One run, whose scenarios came out in every way there is, and all of its reports. */
let sample: RenderedSample;
let scenarios: Tally;
let checks: Tally;

before(async () => {
  const features = scratch('figures');
  cpSync(path.join(SAMPLES.features, 'requirements.yaml'), path.join(features, 'requirements.yaml'));
  const known = {
    type: 'known-issue',
    scenario: 'Rows are judged one by one',
    checks: ['LB-001.4'],
    contains: 'expected 8000',
    release: 'kserve/document',
    approver: 'release manager',
    reason: 'it is known',
    expires: SOON,
  };
  writeFileSync(path.join(features, 'exceptions.yaml'), JSON.stringify([known]));
  sample = await renderSample(runFile(), { ...SAMPLES, features });
  ({ scenarios, checks } = sample.signOff.totals);
});

const count = (tally: Tally): number => Object.values(tally).reduce((sum, own) => sum + own, 0);
const of = (tally: Tally, ...verdicts: (keyof Tally)[]): number =>
  verdicts.reduce((sum, verdict) => sum + (tally[verdict] ?? 0), 0);

/** The items of a page by their verdict, as its filter counts them. */
async function itemsOf(page: string): Promise<Record<string, number>> {
  const found = [...(await sample.read(page)).matchAll(/ data-item data-verdict="([\w-]+)"/g)];
  const groups = Map.groupBy(found, ([, verdict = '']) => verdict);
  return Object.fromEntries([...groups].map(([verdict, own]) => [verdict, own.length]));
}

const plain = (markup: string): string =>
  markup
    .replace(/<script[\s\S]*?<\/script>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');

describe('one run has the same figures in all its reports', () => {
  test('the sample has every verdict that a scenario can have', () => {
    const verdicts = ['failed', 'flaky', 'blocked', 'skipped', 'known', 'passed'];
    assert.deepEqual(Object.keys(scenarios), verdicts);
  });

  test('scenarios by verdict', async () => {
    assert.deepEqual(JSON.parse(await sample.read('traceability.json')).totals.scenarios, scenarios);
    assert.deepEqual(await itemsOf('promises.html'), { ...scenarios });
    const words = tallyText(scenarios);
    assert.ok((await sample.read('signoff.md')).includes(`Scenarios: ${words}.`));
    assert.ok((await sample.read('traceability.md')).includes(`Scenarios: ${words}.`));
    assert.ok(sample.rendered.summary.includes(`scenarios  ${words}  (`));
    assert.ok(plain(await sample.read('signoff.html')).includes(`Scenarios: ${words.replaceAll(',', '')}`));
    const record = historyRecord(sample.rendered.verdicts, settings(), { version: '0' });
    assert.deepEqual(record.scenarios, scenarios);
    const records = (await sample.read('executions.md')).match(/^### Overall Status: .*$/gm) ?? [];
    assert.equal(records.length, count(scenarios));
    assert.equal(records.filter((line) => line.endsWith('✅ PASS')).length, of(scenarios, 'passed'));
    assert.equal(records.filter((line) => line.endsWith('❌ FAIL')).length, of(scenarios, 'failed'));
  });

  test('scenarios in the words of JUnit and of the reporter', async () => {
    for (const name of ['junit.xml', 'junit-strict.xml']) {
      const root = parseXml(await sample.read(name));
      const suites = all(root, 'testsuite').filter(({ attributes }) => attributes.name !== 'The run');
      const sum = (attribute: string): number =>
        suites.reduce((total, { attributes }) => total + Number(attributes[attribute]), 0);
      assert.equal(sum('tests'), count(scenarios));
      assert.equal(sum('failures'), of(scenarios, 'failed', 'flaky'));
      assert.equal(sum('errors'), of(scenarios, 'blocked', 'not-reached'));
      assert.equal(sum('skipped'), of(scenarios, 'skipped', 'known', 'not-run'));
    }
    const page = await sample.read('html', 'index.html');
    const [, data = ''] = /const chartData = (\{[\s\S]*?\});\s*<\/script>/.exec(page) ?? [];
    const { scenarios: shown } = runInNewContext(`(${data})`) as { scenarios: Record<string, number> };
    assert.equal(shown.total, count(scenarios));
    assert.equal(shown.passed, of(scenarios, 'passed'));
    assert.equal(shown.failed, of(scenarios, 'failed', 'flaky', 'blocked', 'not-reached'));
    assert.equal(shown.pending, of(scenarios, 'known'));
    assert.equal(shown.skipped, of(scenarios, 'skipped'));
    assert.equal((shown.ambiguous ?? 0) + (shown.notDefined ?? 0), 0);
  });

  test('checks by verdict, and how many are proven', async () => {
    const { totals, requirements } = JSON.parse(await sample.read('traceability.json')) as {
      totals: typeof sample.signOff.totals;
      requirements: { system: string; checks: { verdict: string; proof: string }[] }[];
    };
    assert.deepEqual(totals, sample.signOff.totals);
    const listed = requirements.flatMap((requirement) => requirement.checks);
    assert.equal(listed.length, count(checks));
    assert.equal(listed.filter(({ proof }) => proof === 'proven').length, totals.proven);
    assert.deepEqual(await itemsOf('matrix.html'), { ...checks });
    const words = tallyText(checks);
    const leftOut = sample.signOff.notPartOfTarget.map(({ id }) => id);
    const own = requirements.filter(({ system }) => !leftOut.includes(system)).flatMap((it) => it.checks);
    const ofTarget = Map.groupBy(own, ({ verdict }) => verdict);
    assert.deepEqual(
      totals.ofTarget.checks,
      Object.fromEntries([...ofTarget].map(([verdict, some]) => [verdict, some.length])),
    );
    const told = `Checks of this target: ${tallyText(totals.ofTarget.checks)}`;
    assert.ok((await sample.read('signoff.md')).includes(`${told}. Proven by a defect: 0.`));
    assert.match(
      await sample.read('traceability.md'),
      new RegExp(`\\*\\*all\\*\\* \\|[^|]*\\| ${words} \\|`),
    );
    assert.ok(plain(await sample.read('signoff.html')).includes(`${told.replaceAll(',', '')} Proven`));
    const record = historyRecord(sample.rendered.verdicts, settings(), { version: '0' });
    for (const [verdict, ids] of Object.entries(record.checks))
      assert.equal(ids.length, checks[verdict as keyof Tally], verdict);
    assert.equal(
      passRate(checks),
      passRate(
        Object.fromEntries(Object.entries(record.checks).map(([verdict, ids]) => [verdict, ids.length])),
      ),
    );
  });

  test('groups add up to the whole', () => {
    const { groups, categories } = sample.signOff.totals;
    assert.equal(
      groups.reduce((sum, group) => sum + count(group.checks), 0),
      count(checks),
    );
    const parts = categories.flatMap((category) => Object.values(category.checks));
    assert.equal(
      parts.reduce((sum, part) => sum + count(part), 0),
      count(checks),
    );
  });

  test('how long the run took', async () => {
    const took = shortDuration(sample.signOff.run.milliseconds);
    for (const page of ['signoff.html', 'matrix.html', 'promises.html'])
      assert.ok(plain(await sample.read(page)).includes(`took ${took}`), page);
    assert.ok((await sample.read('signoff.md')).includes(`- Took: ${took}`));
    assert.ok(plain(await sample.read('html', 'index.html')).includes(`Wall clock ${took}`));
    assert.ok(sample.rendered.summary.includes(`(${took})`));
    const seconds = Number(parseXml(await sample.read('junit.xml')).attributes.time);
    assert.equal(seconds * 1_000, sample.signOff.run.milliseconds);
    const record = historyRecord(sample.rendered.verdicts, settings(), { version: '0' });
    assert.equal(record.seconds * 1_000, sample.signOff.run.milliseconds);
  });

  test('how long each scenario took', async () => {
    const { requirements } = JSON.parse(await sample.read('traceability.json')) as {
      requirements: { scenarios: { uri: string; line: number; milliseconds: number }[] }[];
    };
    const cases = all(parseXml(await sample.read('junit.xml')), 'testcase');
    const timeAt = (uri: string, line: number): Element | undefined =>
      cases.find(({ attributes }) => attributes.file === uri && attributes.line === String(line));
    for (const { uri, line, milliseconds } of requirements.flatMap((requirement) => requirement.scenarios))
      assert.equal(
        Math.round(Number(timeAt(uri, line)?.attributes.time) * 1_000),
        milliseconds,
        `${uri}:${line}`,
      );
  });

  test('what stands against GO, and the decision', async () => {
    const { decision, because, blockers } = sample.signOff;
    assert.match(because, new RegExp(`^${blockers.length} things? stands? against it$`));
    for (const page of ['signoff.html', 'matrix.html', 'promises.html', 'html/index.html'])
      assert.ok(plain(await sample.read(page)).includes(because), page);
    assert.ok(sample.rendered.summary.endsWith(`decision   ${decision}: ${because}\n`));
    const { predicate } = JSON.parse(await sample.read('signoff.intoto.json'));
    assert.deepEqual([predicate.llmServingAcceptance.decision, predicate.result], [decision, 'FAILED']);
  });

  test('the tests of the statement are the checks and scenarios', async () => {
    const { predicate } = JSON.parse(await sample.read('signoff.intoto.json')) as {
      predicate: Record<'passedTests' | 'warnedTests' | 'failedTests', string[]>;
    };
    assert.equal(predicate.passedTests.length, of(scenarios, 'passed') + of(checks, 'passed'));
    const troubles = ['failed', 'flaky', 'blocked', 'not-reached', 'known'] as const;
    assert.equal(
      predicate.failedTests.length + predicate.warnedTests.length,
      of(scenarios, ...troubles) + of(checks, ...troubles),
    );
  });
});

const settings = (): Settings => {
  const { runFile: file } = sample.rendered.verdicts.inputs;
  assert.ok(file);
  return file.settings;
};
