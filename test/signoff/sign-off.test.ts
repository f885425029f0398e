import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { cp, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { before, describe, test } from 'node:test';
import { judge } from '../../support/judge/judge.ts';
import { signOffPage } from '../../support/reports/pages/sign-off-page.ts';
import { renderReports } from '../../support/reports/render.ts';
import { signOff } from '../../support/signoff/sign-off.ts';
import { scratch } from '../scratch.ts';
import { SOON } from '../verdict/samples/judged.ts';
import { SAMPLES } from '../verdict/samples/record.ts';
import { type RenderedSample, renderSample, runFile, TABLE_DIGEST, TARGET_DIGEST } from './rendered.ts';

let sample: RenderedSample;
before(async () => {
  sample = await renderSample();
});

describe('signoff.json', () => {
  test('says what was decided, where, of which promises, and by which rules', () => {
    const { decision, blockers, target, releases, run, gateRules, missingCapabilities } = sample.signOff;
    assert.equal(decision, 'NO-GO');
    assert.equal(blockers.length, 13);
    assert.deepEqual(target, { name: 'kind', context: 'kind-<kind>', simulated: false, timeScale: 1 });
    assert.deepEqual(
      releases.map(({ system, name }) => `${system} ${name}`),
      ['kserve document'],
    );
    assert.equal(run.seed, 42);
    assert.ok(gateRules.length > 5);
    assert.deepEqual(missingCapabilities, [{ name: 'gpu', found: 'no node with one' }]);
  });

  test('has the counts that every other report has', async () => {
    const { totals } = JSON.parse(await sample.read('traceability.json'));
    assert.deepEqual(sample.signOff.totals, totals);
    const basic = sample.signOff.totals.categories.find(({ system }) => system === 'kserve-llmisvc');
    assert.deepEqual(Object.keys(basic?.checks ?? {}), ['P0', 'P1', 'P2']);
  });

  test('names each issue once with severity, both outcomes, evidence and the way to repeat it', () => {
    const { issues } = sample.signOff;
    const order = ['Critical', 'High', 'Medium', 'Low'];
    const severities = issues.map(({ severity }) => order.indexOf(severity));
    assert.deepEqual(severities, severities.toSorted());
    const row = issues.find(({ title }) => title === 'Rows are judged one by one');
    assert.deepEqual(
      [row?.severity, row?.expected, row?.checks, row?.verdict],
      ['Critical', 'Then these rows hold:', ['LB-001.4'], 'failed'],
    );
    assert.deepEqual(row?.findings, [
      {
        checks: [{ id: 'LB-001.4', what: 'd', at: '4' }],
        expected: 'Then these rows hold: fails',
        actual: 'expected 8000, got 80',
        place: `${SAMPLES.features}/claims.feature:17`,
      },
    ]);
    assert.deepEqual([row?.undecided, row?.documented], [[], []]);
    assert.match(row?.next ?? '', /^(?:Repeat it alone|Report it to whoever owns the product)/);
    assert.match(row?.actual ?? '', /LB-001\.4: expected 8000, got 80$/, 'without the frames of the stack');
    const blocked = issues.find(({ verdict, scenarios }) => verdict === 'blocked' && scenarios.length > 1);
    assert.equal(blocked?.scenarios.length, 3, 'one cause is one issue');
    assert.equal(blocked?.evidence, 'evidence/lb-002/x');
    assert.deepEqual([blocked?.findings, blocked?.undecided], [[], blocked?.checks]);
    assert.equal(
      blocked?.next,
      'Mend what its Given needs, then judge what it blocked: TARGET=kind npm run acceptance -- --rerun r1',
    );
    assert.match(blocked?.reproduce ?? '', /^TARGET=kind npx cucumber-js .*claims\.feature:\d+$/);
  });

  test('has the digest of everything that it rests on', async () => {
    const { digests } = sample.signOff;
    assert.deepEqual(
      digests.filter(({ kind }) => kind === 'target' || kind === 'release tables'),
      [
        {
          kind: 'release tables',
          path: 'fixtures/releases/kserve/document.yaml',
          sha256: TABLE_DIGEST,
          bytes: 11,
        },
        { kind: 'target', path: 'fixtures/targets/kind.yaml', sha256: TARGET_DIGEST, bytes: 12 },
      ],
    );
    for (const kind of ['inventory', 'features', 'release tables', 'target', 'recording', 'evidence'])
      assert.ok(
        digests.some((digest) => digest.kind === kind),
        kind,
      );
    for (const { kind, path: file, sha256 } of digests) {
      if (kind === 'target' || kind === 'release tables') continue; // As they were when the run read them.
      const inRun = kind === 'evidence' || kind === 'recording';
      const content = await readFile(inRun ? path.join(sample.folder, file) : file);
      assert.equal(createHash('sha256').update(content).digest('hex'), sha256, file);
    }
    const evidence = digests.filter(({ kind }) => kind === 'evidence').map((digest) => digest.path);
    assert.deepEqual(evidence, ['evidence/lb-002/x/summary.txt']);
  });

  test('says why something was skipped', () => {
    assert.deepEqual(
      sample.signOff.skipped.map(({ reason, what }) => [reason, what.length]),
      [['needs gpu; found no node with one', 1]],
    );
  });

  test('names a feature that is not the one that ran', async () => {
    const messages = path.join(sample.folder, 'messages.ndjson');
    const text = await readFile(messages, 'utf8');
    const folder = scratch('changed');
    await writeFile(
      path.join(folder, 'messages.ndjson'),
      text.replace('# checks: LB-001.1', '# checks: LB-001.01'),
    );
    await renderReports(folder, { sources: SAMPLES });
    const { decision, missing } = JSON.parse(await readFile(path.join(folder, 'signoff.json'), 'utf8'));
    const sentence = `${SAMPLES.features}/claims.feature has changed since it ran`;
    assert.ok(missing.includes(sentence) && decision !== 'GO');
    assert.ok(!sample.signOff.missing.includes(sentence));
    assert.deepEqual(
      sample.signOff.notes.filter((note) => !note.includes('not part of this target')),
      [],
    );
  });

  test('exceptions carry approver and expiry', async () => {
    const features = scratch('excused');
    await cp(SAMPLES.features, features, { recursive: true });
    await writeFile(
      path.join(features, 'exceptions.yaml'),
      `- {type: waiver, checks: [LB-001.4], approver: release manager, reason: "<b> is documented", expires: ${SOON}}\n`,
    );
    const { signOff, read } = await renderSample(
      runFile(),
      { ...SAMPLES, features },
      `${SAMPLES.features}/claims.feature:8`,
    );
    const [entry] = signOff.exceptions;
    assert.deepEqual([entry?.type, entry?.approver, entry?.expires], ['waiver', 'release manager', SOON]);
    assert.match(
      await read('signoff.md'),
      new RegExp(`\\| waiver \\| LB-001\\.4 \\| release manager \\| ${SOON} \\| &lt;b> is documented \\|`),
    );
  });
});

test('an issue is told alike on the page, in the mail and in the record', async () => {
  const page = (await sample.read('signoff.html')).replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
  assert.match(
    page,
    /Rows are judged one by one failed Critical LB-001\.4 d document line 4 Expected Then these rows hold: fails \S+claims\.feature:17 Found expected 8000, got 80 Next step R/,
  );
  const markdown = (await sample.read('signoff.md')).replaceAll('\\', '');
  assert.match(
    markdown,
    /- \*\*LB-001\.4\*\* d \(document line 4\)\n {2}- Expected: Then these rows hold: fails \(`\S+claims\.feature:17`\)\n {2}- Found: expected 8000, got 80\n- Next step: R/,
  );
  const record = (await sample.read('executions.md')).replaceAll('\\', '');
  assert.ok(record.includes('- Expected vs Actual: Then these rows hold: fails, but:'));
});

test('signoff.md shows hostile text as text', async () => {
  const markdown = await sample.read('signoff.md');
  assert.match(markdown, /^# NO-GO: 13 things stand against it/);
  const outside = markdown.replace(/^(`{3,})\n[\s\S]*?\n\1$/gm, '');
  assert.doesNotMatch(outside, /<(?:script|b|img|title)\b/);
});

test('signoff.html of a run that judged nothing says what stands against GO', async () => {
  const { inputs } = sample.rendered.verdicts;
  const scenarios = inputs.run.scenarios.map((it) => ({ ...it, selected: false, attempts: [] }));
  const verdicts = judge({
    ...inputs,
    run: { ...inputs.run, scenarios, failures: [], outdated: [], damages: [] },
  });
  const page = signOffPage(verdicts, signOff(verdicts, { invocations: [], digests: [], problems: [] }));
  assert.equal(verdicts.gate.decision, 'NOTHING JUDGED');
  assert.match(page, /<h2[^>]*>What stands against GO<\/h2>[\s\S]{0,80}no scenario was selected/);
});

test('what a release does not promise of P0 and P1 stands by name in the sign-off', async () => {
  const said = ['LB-001.6', 'P0', 'the release does not say so'];
  const { check, priority, reason } = sample.signOff.unpromised.find((it) => it.check === said[0]) ?? {};
  assert.deepEqual([check, priority, reason], said);
  assert.match(
    await sample.read('signoff.md'),
    /## P0 and P1 checks that the release does not promise.*\n\n.*\n.*\n\| LB-001\.6 \| P0 \|/,
  );
  assert.match(
    (await sample.read('signoff.html')).replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' '),
    /LB-001\.6 P0 .{1,200} the release does not say so/,
  );
});
