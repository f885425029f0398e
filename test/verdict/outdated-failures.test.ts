import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { judge } from '../../support/judge/judge.ts';
import { terminalSummary } from '../../support/reports/summary.ts';
import { type Issue, issuesFound } from '../../support/signoff/issues.ts';
import type { Exception } from '../../support/verdict/exceptions.ts';
import { type MessageStream, readMessageStream } from '../../support/verdict/message-stream.ts';
import type { VerdictInputs, Verdicts } from '../../support/verdict/model.ts';
import { recordedRun } from '../../support/verdict/recorded-run.ts';
import { edited, retold } from './samples/edited.ts';
import { allSamples, at, blocks, check, known, LATER, runFile } from './samples/judged.ts';
import { record, SAMPLES } from './samples/record.ts';

const FEATURE = `${SAMPLES.features}/claims.feature`;
const TITLE = 'What stands behind a failure is not reached';
const BEFORE = `${FEATURE} "${TITLE}" failed in `;
let all: VerdictInputs;
let whole: MessageStream;
let passed: MessageStream;

before(async () => {
  all = await allSamples();
  whole = await readMessageStream(await record(FEATURE));
  passed = edited(retold(whole, () => undefined));
});

const until = { at, reason: 'races sometimes', expires: LATER };
const quarantine: Exception = { type: 'quarantine', checks: [], scenario: TITLE, ...until };
const waiver = (...checks: readonly string[]): Exception => ({
  type: 'waiver',
  checks,
  approver: 'release manager',
  ...until,
});

const olderTextOf = (issue: Issue | undefined) => {
  const { severity, verdict, checks, requirements, scenarios, olderText, reproduce } = issue ?? assert.fail();
  return { severity, verdict, checks, requirements, scenarios, olderText, reproduce };
};

/** Two runs judged as one, by an inventory of one priority. */
function judged(
  streams: readonly MessageStream[],
  exceptions: readonly Exception[] = [],
  priority: 'P0' | 'P1' = 'P1',
): Verdicts {
  const requirements = all.inventory.requirements.map((it) => ({ ...it, priority }));
  const inventory = { ...all.inventory, requirements };
  return judge({ ...all, inventory, runFile: runFile(), run: recordedRun(streams), exceptions });
}

describe('what failed under an older text of its feature, and not under the latest', () => {
  test('stands against GO by itself, on the terminal and among the issues', () => {
    const verdicts = judged([whole, passed]);
    assert.equal(verdicts.gate.decision, 'NO-GO');
    assert.ok(blocks(verdicts, BEFORE) && blocks(verdicts, 'under an older text: no route there'));
    assert.match(terminalSummary(verdicts, 'reports'), /^under older texts of features:\n {2}.*failed in/m);
    const issue = issuesFound(verdicts).find(({ title, olderText }) => olderText && title === TITLE);
    assert.deepEqual(olderTextOf(issue), {
      severity: 'High',
      verdict: 'failed',
      checks: ['LB-001.9', 'LB-001.10'],
      requirements: ['LB-001'],
      scenarios: [{ name: TITLE, at: `${FEATURE}:32` }],
      olderText: [whole.file],
      reproduce: undefined,
    });
    assert.deepEqual(
      issue?.findings.map(({ actual }) => actual),
      ['no route there'],
    );
  });

  test('says what to do, which is to begin anew: a repeat alone never takes it back', () => {
    const verdicts = judged([whole, passed]);
    const told =
      /takes no failure away: .* a run (?:with the same filters and )?without RERUN begins anew: TARGET=x npm run acceptance$/m;
    assert.match(terminalSummary(verdicts, 'reports'), told);
    const issue = issuesFound(verdicts).find(({ title, olderText }) => olderText && title === TITLE);
    assert.match(issue?.next ?? '', told);
    assert.doesNotMatch(terminalSummary(judged([whole]), 'reports'), told);
  });

  test('is told once, however many runs of older texts it failed in', () => {
    const again: MessageStream = { ...whole, file: 'again.ndjson' };
    const now = edited(passed);
    const verdicts = judged([whole, edited(again), now]);
    const [told, ...more] = verdicts.gate.blockers.filter((it) => it.includes(TITLE));
    assert.equal(
      told,
      `${FEATURE} "${TITLE}" failed in again.ndjson and ${whole.file} under an older text: no route there`,
    );
    assert.deepEqual(more, []);
    const issues = issuesFound(verdicts).filter(({ title }) => title === TITLE);
    assert.deepEqual(
      issues.map(({ olderText }) => olderText),
      [['again.ndjson', whole.file]],
    );
  });

  test('is told in the words of one run where another had other namespaces and waited longer', () => {
    const inRun = (file: string, namespace: string, minutes: string): MessageStream =>
      retold({ ...whole, file }, (it) => it.replace('there', `in ${namespace} after ${minutes} min`));
    const [first, second] = [inRun('a.ndjson', 'acc-r1-x-5f', '4.7'), inRun('b.ndjson', 'acc-r2-x-8d', '4')];
    const [told] = judged([first, edited(second), edited(edited(passed))]).gate.blockers.filter((it) =>
      it.includes(TITLE),
    );
    assert.ok(
      told?.endsWith('b.ndjson and a.ndjson under an older text: no route in acc-r2-x-8d after 4 min'),
      told,
    );
  });

  test('is told in the words of each run, where they differ', () => {
    const otherwise = edited(retold({ ...whole, file: 'b.ndjson' }, (it) => it.replace('there', 'in ns-b')));
    const [told] = judged([whole, otherwise, edited(passed)]).gate.blockers.filter((it) =>
      it.includes(TITLE),
    );
    assert.equal(
      told,
      `${FEATURE} "${TITLE}" failed in b.ndjson and ${whole.file} under an older text: no route in ns-b; in ${whole.file}: no route there`,
    );
  });

  test('is excused by a quarantine of its scenario, which the notes say, and of P0 by none', () => {
    const verdicts = judged([whole, passed], [quarantine]);
    assert.ok(!blocks(verdicts, TITLE));
    assert.ok(
      verdicts.gate.notes.some((note) => note.startsWith(BEFORE) && note.endsWith(`; excused by ${at}`)),
    );
    assert.ok(blocks(verdicts, 'Rows are judged one by one'), 'of another scenario it excuses nothing');
    assert.ok(blocks(judged([whole, passed], [quarantine], 'P0'), BEFORE));
  });

  test('is excused by a waiver of every check that stood against it then', () => {
    assert.ok(!blocks(judged([whole, passed], [waiver('LB-001.9', 'LB-001.10')]), TITLE));
    assert.ok(blocks(judged([whole, passed], [waiver('LB-001.9')]), BEFORE));
  });

  test('is excused by a known issue where it shows then and now, in whatever words, and where it passes now it is not', () => {
    const otherwise = edited(retold(whole, (message) => message.replace('there', 'in ns-b')));
    const both = judged([whole, otherwise], [known()]);
    assert.equal(check(both, 'LB-001.9').verdict, 'known');
    assert.ok(!blocks(both, TITLE), both.gate.blockers.join('\n'));
    assert.ok(blocks(judged([whole, passed], [known()]), BEFORE));
    const another = retold(whole, (message) => message.replace('no route', 'data loss'));
    assert.ok(
      blocks(judged([another, otherwise], [known()]), `${BEFORE}${whole.file} under an older text: data`),
    );
  });
});

describe('a clean-up that failed under an older text of its feature', () => {
  test('is told, also behind a failure that shows now as well, and no entry excuses it', async () => {
    const feature = `${SAMPLES.features}/endings.feature`;
    const title = 'A hook after it fails';
    const then = await readMessageStream(await record(feature));
    const failing = ({ envelopes, ...rest }: MessageStream): MessageStream => {
      const pickle = envelopes.find((it) => it.pickle?.name === title)?.pickle;
      const testCase = envelopes.find(({ testCase: it }) => it?.pickleId === pickle?.id)?.testCase;
      const step = testCase?.testSteps.find(({ pickleStepId }) => pickleStepId !== undefined);
      return {
        ...rest,
        envelopes: envelopes.map((envelope) => {
          const { testStepFinished: it } = envelope;
          if (it?.testStepId !== step?.id || !it) return envelope;
          const testStepResult = { ...it.testStepResult, status: 'FAILED' as never, message: 'no route' };
          return { testStepFinished: { ...it, testStepResult } };
        }),
      };
    };
    const unclean = `${feature} "${title}" was not cleaned up in ${then.file} under an older text: after the scenario: the namespace stays: finalizer kept`;
    const now = edited(retold(then, (message) => (/namespace stays/.test(message) ? undefined : message)));
    const entries = [{ ...quarantine, scenario: title } as Exception, waiver('LB-003.6')];
    for (const streams of [
      [then, now],
      [failing(then), failing(now)],
      [failing(then), now],
    ]) {
      const told = judged(streams, entries)
        .gate.outdatedFailures.map(({ sentence }) => sentence)
        .filter((it) => it.includes(title));
      assert.deepEqual(told, [unclean]);
    }
  });
});
