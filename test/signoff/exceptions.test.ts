import assert from 'node:assert/strict';
import { cp, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { before, describe, test } from 'node:test';
import { scratch } from '../scratch.ts';
import { SOON } from '../verdict/samples/judged.ts';
import { SAMPLES } from '../verdict/samples/record.ts';
import { type RenderedSample, renderSample, runFile } from './rendered.ts';

const SAYS =
  'document-says: "a, or b", suite-does: nothing at all, why: it cannot fail, source: "document 000, line 9"';
const REGISTER = [
  `- {type: waiver, checks: [LB-001.4], approver: release manager, reason: "<b> is documented", expires: ${SOON}}`,
  '- {type: waiver, checks: [LB-001.8], approver: head of QA, reason: it was too late, expires: 2020-01-31}',
  `- {type: known-issue, scenario: What stands behind a failure is not reached, checks: [LB-001.9], contains: no route there, release: kserve/document, approver: release manager, reason: ticket 7 is open, expires: ${SOON}}`,
  `- {type: known-issue, scenario: Rows are judged one by one, checks: [LB-001.4], contains: expected 8000, release: kserve/v0.20, approver: head of QA, reason: another release, expires: ${SOON}}`,
  `- {type: deviation, checks: [LB-001.11], nothing-judges: [LB-001.11], ${SAYS}}`,
  `- {type: deviation, checks: [LB-001.1], ${SAYS}}`,
];

let sample: RenderedSample;
before(async () => {
  const features = scratch('register');
  await cp(SAMPLES.features, features, { recursive: true });
  await writeFile(path.join(features, 'exceptions.yaml'), `${REGISTER.join('\n')}\n`);
  sample = await renderSample(runFile(), { ...SAMPLES, features });
});

const shown = async (name: string): Promise<string> =>
  (await sample.read(name)).replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

describe('an issue names every entry that speaks for it', () => {
  const of = (title: string) => sample.signOff.issues.find((issue) => issue.title === title);

  test('with type, approver, expiry and reason; one for another release says nothing here', () => {
    const [entry, ...others] = of('Rows are judged one by one')?.exceptions ?? [];
    assert.equal(others.length, 0);
    assert.deepEqual(
      [entry?.type, entry?.approver, entry?.expires, entry?.reason],
      ['waiver', 'release manager', SOON, '<b> is documented'],
    );
    assert.match(entry?.at ?? '', /exceptions\.yaml:1$/);
    const [known] = of('What stands behind a failure is not reached')?.exceptions ?? [];
    assert.deepEqual([known?.type, known?.release], ['known-issue', 'kserve/document']);
  });

  test('on the page and in the mail; an expired one says so', async () => {
    const told = `waiver, approved by release manager, until ${SOON}:`;
    assert.ok((await shown('signoff.html')).includes(`Exception ${told} &lt;b&gt; is documented`));
    assert.ok((await sample.read('signoff.md')).includes(`- Exception: ${told} &lt;b> is documented (`));
    assert.match(
      await sample.read('signoff.md'),
      /- Exception: waiver, approved by head of QA, expired on 2020-01-31: it was too late/,
    );
  });
});

test('the matrix and the tables of checks name the entries of a check', async () => {
  const told = `waiver, approved by release manager, until ${SOON}:`;
  assert.ok((await shown('matrix.html')).includes(`${told} &lt;b&gt; is documented`));
  assert.match(
    await sample.read('traceability.md'),
    new RegExp(`\\| LB-001\\.4 .*failed: .*<br>${told} &lt;b> is documented`),
  );
  const deviation = 'the document says: a, or b; instead: nothing at all; why: it cannot fail';
  assert.ok((await shown('matrix.html')).includes(`deviation: ${deviation}`));
  const traceability = await sample.read('traceability.md');
  assert.match(traceability, /\| LB-001\.11 .*\| deviation<br>deviation at `\S+exceptions\.yaml:5` \|/);
  assert.match(traceability, new RegExp(`^- \`\\S+exceptions\\.yaml:5\`: deviation: ${deviation}`, 'm'));
  const { requirements } = JSON.parse(await sample.read('traceability.json'));
  const [entry] = requirements[0].checks[3].exceptions;
  assert.deepEqual([entry.type, entry.approver, entry.expires], ['waiver', 'release manager', SOON]);
});

test('deviations stand apart from what somebody answers for until a day', async () => {
  const page = await sample.read('signoff.html');
  const tableOf = (heading: string) =>
    new RegExp(`<h2>${heading}</h2>([\\s\\S]*?)</section>`).exec(page)?.[1] ?? '';
  const heads = (text: string) => [...text.matchAll(/<th [^>]*>([^<]*)/g)].map(([, word]) => word);
  const [exceptions, deviations] = ['Exceptions', 'Deviations from the documents'].map(tableOf);
  assert.deepEqual(heads(exceptions ?? ''), ['type', 'about', 'approver', 'expires', 'reason', 'entry']);
  assert.doesNotMatch(exceptions ?? '', /deviation/);
  assert.match(exceptions ?? '', /head of QA[\s\S]*2020-01-31 \(expired\)/);
  assert.deepEqual(heads(deviations ?? ''), ['about', 'the document says', 'instead', 'why']);
  assert.match(
    deviations ?? '',
    /LB-001\.11[\s\S]*>a, or b<[\s\S]*>nothing at all<[\s\S]*>it cannot fail [\s\S]*exceptions\.yaml:5<\/code>/,
  );
});

test('what only a deviation settles stands by name in the sign-off, what a step decides does not', async () => {
  const [settled, ...others] = sample.signOff.settledByDeviation;
  assert.equal(others.length, 0);
  assert.deepEqual(
    [settled?.check, settled?.priority, settled?.what, settled?.documentSays, settled?.suiteDoes],
    ['LB-001.11', 'P0', 'nothing claims it', 'a, or b', 'nothing at all'],
  );
  const page = await shown('signoff.html');
  const [heading, issues] = ['P0 and P1 checks that only a deviation settles', 'Issues found'];
  for (const text of [page, await sample.read('signoff.md')]) {
    const issuesAt = text.indexOf(issues);
    assert.ok(issuesAt > 0 && issuesAt < text.indexOf(heading), 'what went wrong stands first');
  }
  assert.match(page, /LB-001\.11 P0 nothing claims it document line 9 a, or b nothing at all it cannot fail/);
  assert.match(
    await sample.read('signoff.md'),
    /## P0 and P1 checks that only a deviation settles\n\n.*\n.*\n\| LB-001\.11 \| P0 \|/,
  );
});
