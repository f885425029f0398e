import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { terminalSummary } from '../../support/reports/summary.ts';
import type { RunFile } from '../../support/settings/settings.ts';
import type { Exception, Quarantine } from '../../support/verdict/exceptions.ts';
import { scenarioMistakes } from '../../support/verdict/excused-scenarios.ts';
import { judge } from '../../support/verdict/judge.ts';
import { loadVerdicts } from '../../support/verdict/load.ts';
import type { VerdictInputs, Verdicts } from '../../support/verdict/model.ts';
import { record, SAMPLES } from './samples/record.ts';

const TODAY = new Date('2027-01-10T23:00:00Z');
const LATER = '2027-03-01';

let all: VerdictInputs;
let green: VerdictInputs;

before(async () => {
  all = { ...(await loadVerdicts([await record()], SAMPLES)).inputs, today: TODAY };
  const passing = await loadVerdicts([await record(`${SAMPLES.features}/claims.feature:8`)], SAMPLES);
  // Of the inventory and the features only what this run decides: everything that the gate asks for is there.
  green = {
    ...passing.inputs,
    run: {
      ...passing.inputs.run,
      scenarios: passing.inputs.run.scenarios.filter(({ selected }) => selected),
    },
    defined: [],
    doubts: [],
    inventory: {
      systems: passing.inputs.inventory.systems,
      requirements: passing.inputs.inventory.requirements
        .filter(({ id }) => id === 'LB-001')
        .map((it) => ({
          ...it,
          checks: it.checks.filter(({ id }) => ['LB-001.1', 'LB-001.2'].includes(id)),
        })),
    },
    today: TODAY,
  };
});

const runFile = (over: { launcher?: 'embedded'; shard?: { index: number; count: number } } = {}): RunFile =>
  ({
    settings: {
      target: { name: 'x', timeScale: 1, ...(over.launcher && { launcher: over.launcher }) },
      run: { id: 'r1', seed: 7 },
      releases: { kserve: { name: 'document', system: 'kserve', notPromised: {} } },
      ...(over.shard && { shard: over.shard }),
    },
    capabilities: {},
    versions: {},
  }) as unknown as RunFile;

const at = 'features/exceptions.yaml:1';
const known = (over: Partial<Exception> = {}): Exception =>
  ({
    type: 'known-issue',
    at,
    scenario: 'What stands behind a failure is not reached',
    checks: ['LB-001.9', 'LB-001.10'],
    contains: 'no route',
    release: 'kserve/document',
    reason: 'reported as 12',
    expires: LATER,
    ...over,
  }) as Exception;

function check(verdicts: Verdicts, id: string) {
  const found = verdicts.requirements.flatMap(({ checks }) => checks).find((it) => it.check.id === id);
  assert.ok(found);
  return found;
}

const blocks = (verdicts: Verdicts, text: string): boolean =>
  verdicts.gate.blockers.some((blocker) => blocker.includes(text));

describe('the decision on a run in which everything passed', () => {
  test('is GO on a real cluster', () => {
    const { gate } = judge({ ...green, runFile: runFile() });
    assert.deepEqual([gate.decision, gate.exitCode, gate.missing], ['GO', 0, []]);
  });

  test('is REHEARSAL at best on the embedded cluster', () => {
    const { gate } = judge({ ...green, runFile: runFile({ launcher: 'embedded' }) });
    assert.deepEqual([gate.decision, gate.exitCode], ['REHEARSAL', 0]);
  });

  test('is PARTIAL for a shard, and where nobody knows the target', () => {
    const shard = judge({ ...green, runFile: runFile({ shard: { index: 1, count: 4 } }) }).gate;
    assert.deepEqual([shard.decision, shard.missing], ['PARTIAL', ['this is shard 1 of 4']]);
    assert.equal(judge(green).gate.decision, 'PARTIAL');
  });

  test('does not pass where something of the recording is lost: it may have failed', () => {
    const damages = ['a.ndjson:7 is not a message (cut off): left out'];
    const { gate } = judge({ ...green, runFile: runFile(), run: { ...green.run, damages } });
    assert.deepEqual([gate.decision, gate.exitCode, gate.missing], ['PARTIAL', 1, damages]);
  });

  test('is PARTIAL at best while it is not known by what it was judged', () => {
    const doubts = ['run r1 was judged by changes to commit aaaa that nobody recorded'];
    const { gate } = judge({ ...green, runFile: runFile(), doubts });
    assert.deepEqual([gate.decision, gate.exitCode, gate.missing], ['PARTIAL', 0, doubts]);
    assert.match(gate.because, /not by one suite, of one target and of promises that are known/);
  });

  test('is INVALID with a mistake in the register, INTERRUPTED without an end', () => {
    assert.equal(judge({ ...green, problems: ['x:1: wrong'] }).gate.exitCode, 2);
    assert.equal(judge({ ...green, run: { ...green.run, interrupted: true } }).gate.exitCode, 130);
  });

  test('of a run that ended before it began names no filter and no missing file', () => {
    const scenarios = all.run.scenarios.map((it) => ({ ...it, selected: false, attempts: [] }));
    const { runFile: _none, ...inputs } = all;
    const verdicts = judge({ ...inputs, run: { ...all.run, scenarios, interrupted: true } });
    const text = JSON.stringify([verdicts.gate, check(verdicts, 'LB-001.9'), terminalSummary(verdicts, 'x')]);
    assert.doesNotMatch(text, /filtered out|not selected|run\.json/);
    assert.match(text, /the run ended before it began/);
  });

  test('is NO-GO when a hook of the whole run failed', () => {
    const { gate } = judge({ ...green, run: { ...green.run, failures: ['a hook of the whole run failed'] } });
    assert.deepEqual([gate.decision, gate.exitCode], ['NO-GO', 1]);
  });

  test('is NO-GO with an expired entry, and warned of a week ahead', () => {
    const quarantine = (expires: string): Exception => ({
      type: 'quarantine',
      at,
      checks: [],
      scenario: 'A step decides by the comment above it',
      reason: 'races',
      expires,
    });
    const decide = (expires: string) =>
      judge({ ...green, runFile: runFile(), exceptions: [quarantine(expires)] }).gate;
    assert.equal(decide('2027-01-09').decision, 'NO-GO');
    assert.equal(decide('2027-01-10').decision, 'GO');
    assert.deepEqual(decide('2027-01-17').notes, [`${at}: this quarantine expires on 2027-01-17, in 7 days`]);
    assert.deepEqual(decide('2027-01-18').notes, []);
  });

  test('minds the expiry of a known issue in the release that it is about, and the terminal names it', () => {
    const decide = (release: string, expires: string) =>
      judge({ ...green, runFile: runFile(), exceptions: [known({ release, expires })] });
    const expired = `${at}: this known-issue expired on 2027-01-09`;
    const here = decide('kserve/document', '2027-01-09');
    assert.deepEqual([here.gate.decision, here.gate.otherBlockers], ['NO-GO', [expired]]);
    assert.match(terminalSummary(here, 'reports'), new RegExp(`also against it:\n  ${expired}\n`));
    const warned = decide('kserve/document', '2027-01-11').gate.notes.join();
    assert.match(warned, /expires on 2027-01-11/);
    const elsewhere = decide('kserve/v0.20', '2027-01-09');
    assert.deepEqual([elsewhere.gate.decision, elsewhere.gate.blockers], ['GO', []]);
    assert.doesNotMatch(terminalSummary(elsewhere, 'reports'), /also against it/);
    assert.doesNotMatch(decide('kserve/v0.20', '2027-01-11').gate.notes.join(), /expires on/);
  });
});

describe('a known issue', () => {
  const inRelease = (exception: Exception): Verdicts =>
    judge({ ...all, runFile: runFile(), exceptions: [exception] });

  test('covers the failure that it describes and what that keeps from being reached', () => {
    const verdicts = inRelease(known());
    assert.equal(check(verdicts, 'LB-001.9').verdict, 'known');
    assert.equal(check(verdicts, 'LB-001.10').verdict, 'known');
  });

  test('never covers a P0 blocker', () => {
    assert.ok(blocks(inRelease(known()), 'check LB-001.9 is known: reported as 12'));
    const lower = all.inventory.requirements.map((it) => ({ ...it, priority: 'P1' as const }));
    const verdicts = judge({
      ...all,
      runFile: runFile(),
      exceptions: [known()],
      inventory: { ...all.inventory, requirements: lower },
    });
    assert.ok(!blocks(verdicts, 'no route') && !blocks(verdicts, 'LB-001.9'));
  });

  test('covers no other failure, release, check or day', () => {
    for (const other of [
      { contains: 'no gateway' },
      { release: 'kserve/v0.20' },
      { checks: ['LB-001.10'] },
      { scenario: 'Another' },
      { expires: '2027-01-09' },
    ])
      assert.equal(check(inRelease(known(other)), 'LB-001.9').verdict, 'failed', JSON.stringify(other));
  });

  test('covers a failure at a step that claims nothing, by the message of the scenario', () => {
    const unclaimed = all.run.scenarios.map((it) =>
      it.defined.name === 'What stands behind a failure is not reached'
        ? {
            ...it,
            defined: {
              ...it.defined,
              claims: it.defined.claims.filter(({ check: id }) => id !== 'LB-001.9'),
            },
          }
        : it,
    );
    const verdictOf = (over: Partial<Exception>) =>
      check(
        judge({
          ...all,
          run: { ...all.run, scenarios: unclaimed },
          runFile: runFile(),
          exceptions: [known({ checks: ['LB-001.10'], ...over })],
        }),
        'LB-001.10',
      ).verdict;
    assert.equal(verdictOf({}), 'known');
    assert.equal(verdictOf({ contains: 'no gateway' }), 'not-reached');
  });

  test('and a quarantine say so when they name no scenario', () => {
    const { notes } = inRelease(known({ scenario: 'Renamed' })).gate;
    assert.deepEqual(notes, [`${at}: no scenario is called "Renamed": this known-issue excuses nothing`]);
  });

  test('that does not show is reported as fixed', () => {
    const verdicts = inRelease(
      known({ scenario: 'A step decides by the comment above it', checks: ['LB-001.1'] }),
    );
    assert.match(verdicts.gate.notes[0] ?? '', /is fixed, remove the entry/);
  });
});

describe('a waiver and a quarantine', () => {
  test('take a check or a scenario out of the gate, and leave its verdict', () => {
    const waiver: Exception = {
      type: 'waiver',
      at,
      checks: ['LB-001.8'],
      approver: 'release manager',
      reason: 'unused',
      expires: LATER,
    };
    const quarantine: Exception = {
      type: 'quarantine',
      at,
      checks: [],
      scenario: 'It passes at the second attempt',
      reason: 'races',
      expires: LATER,
    };
    const before = judge(all);
    assert.ok(blocks(before, 'claims.feature:29') && blocks(before, 'endings.feature:24'));
    const after = judge({ ...all, exceptions: [waiver, quarantine] });
    assert.ok(!blocks(after, 'claims.feature:29') && !blocks(after, 'endings.feature:24'));
    assert.equal(check(after, 'LB-001.8').verdict, 'failed');
    assert.equal(check(after, 'LB-003.4').verdict, 'flaky');
    const alone = all.run.scenarios.filter(({ defined }) => defined.name === quarantine.scenario);
    const { because } = judge({
      ...all,
      run: { ...all.run, scenarios: alone, failures: [] },
      exceptions: [quarantine],
    }).gate;
    assert.match(because, /^1 scenario that ran is in order or excused by the register \(1 excused\), but /);
  });
});

describe('a clean-up that failed', () => {
  const name = 'A step decides by the comment above it';
  const unclean = { status: 'failed', hook: 'After', message: 'the namespace stays' } as const;
  const decide = (failing: boolean, ...exceptions: readonly Exception[]) => {
    // Of P1: a quarantine covers nothing of P0 anyway.
    const requirements = green.inventory.requirements.map((it) => ({ ...it, priority: 'P1' as const }));
    const inventory = { ...green.inventory, requirements };
    const scenarios = green.run.scenarios.map((scenario) => ({
      ...scenario,
      defined: { ...scenario.defined, priority: 'P1' },
      attempts: scenario.attempts.map((attempt) => ({
        ...attempt,
        steps: [
          ...attempt.steps.map((step) =>
            failing && step.position === attempt.steps.length - 1
              ? { ...step, status: 'failed' as const, message: 'no route' }
              : step,
          ),
          { ...unclean, nanoseconds: 0, attachments: [] },
        ],
      })),
    }));
    return judge({ ...green, inventory, runFile: runFile(), exceptions, run: { ...green.run, scenarios } })
      .gate;
  };
  const until = { at, reason: 'races', expires: LATER };
  const quarantine: Exception = { type: 'quarantine', checks: [], scenario: name, ...until };
  const waiver: Exception = {
    type: 'waiver',
    checks: ['LB-001.1', 'LB-001.2'],
    approver: 'release manager',
    ...until,
  };

  test('is told once where its scenario says it', () => {
    const { blockers } = decide(false);
    assert.equal(blockers.length, 1);
    assert.match(blockers[0] ?? '', /failed: after the scenario: the namespace stays$/);
  });

  test('is excused by no quarantine, waiver or failure of the scenario', () => {
    for (const gate of [decide(false, quarantine), decide(true, quarantine), decide(true, waiver)]) {
      assert.equal(gate.decision, 'NO-GO');
      assert.equal(gate.blockers.length, 1);
      assert.match(gate.blockers[0] ?? '', /was not cleaned up: after the scenario: the namespace stays$/);
    }
    assert.equal(decide(true).blockers.length, 2);
  });
});

describe('a quarantine', () => {
  const quarantine = (over: Partial<Quarantine>): Quarantine => ({
    type: 'quarantine',
    at,
    checks: [],
    scenario: 'It passes at the second attempt',
    reason: 'races',
    expires: LATER,
    ...over,
  });
  const judged = (over: Partial<Quarantine>) => judge({ ...all, exceptions: [quarantine(over)] });

  test('covers no failure of P0, by tag or by requirement', () => {
    const p0 = judged({ scenario: 'Rows are judged one by one' });
    assert.ok(blocks(p0, 'claims.feature:13'));
    assert.equal(check(p0, 'LB-001.4').excused, false);
    assert.ok(blocks(judged({ scenario: 'What stands behind a failure is not reached' }), 'no route'));
  });

  test('covers nothing that was skipped', () => {
    assert.equal(check(judged({ scenario: 'A capability is missing' }), 'LB-003.1').excused, false);
  });

  test('holds for 90 days at most', () => {
    assert.ok(!blocks(judged({ expires: '2027-04-10' }), 'endings.feature:24'));
    assert.ok(blocks(judged({ expires: '2027-04-11' }), 'endings.feature:24'));
    assert.deepEqual(
      scenarioMistakes([quarantine({ expires: '2027-04-11' })], all.defined, all.inventory, TODAY),
      [`${at}: a quarantine expires at most 90 days ahead, this one in 91 days`],
    );
  });

  test('speaks about the file that it names, and must name one where the title stands in two', () => {
    const own = all.defined.find(({ name }) => name === 'It passes at the second attempt');
    assert.ok(own);
    assert.ok(!blocks(judged({ feature: own.uri }), 'endings.feature:24'));
    const elsewhere = judged({ feature: 'features/other.feature' });
    assert.ok(blocks(elsewhere, 'endings.feature:24'));
    assert.match(elsewhere.gate.notes[0] ?? '', /no scenario of features\/other\.feature is called/);
    const twice = [...all.defined, { ...own, uri: 'features/other.feature' }];
    const mistakes = (over: Partial<Quarantine>) =>
      scenarioMistakes([quarantine(over)], twice, all.inventory, TODAY);
    assert.deepEqual(mistakes({}), [
      `${at}: "${own.name}" stands in ${own.uri} and features/other.feature; name the one under "feature"`,
    ]);
    assert.deepEqual(mistakes({ feature: own.uri }), []);
  });
});

describe('what nothing decides', () => {
  test('is a deviation, covered, or not promised, where a file says so', () => {
    const deviation: Exception = {
      type: 'deviation',
      at,
      checks: ['LB-001.11', 'LB-001.1'],
      documentSays: 'both',
      suiteDoes: 'nothing',
      why: 'it is vacuous',
      source: 'C-01',
    };
    const promised = runFile();
    Object.assign(promised.settings.releases.kserve ?? {}, {
      notPromised: { 'LB-001.4': { reason: 'removed', source: 'release notes' } },
    });
    const verdicts = judge({
      ...all,
      runFile: promised,
      exceptions: [deviation],
      coverage: [{ requirement: 'OT-HELP-01', by: ['test/x.test.ts'], how: 'a unit test' }],
    });
    assert.equal(check(verdicts, 'LB-001.11').verdict, 'deviation');
    assert.equal(check(verdicts, 'LB-001.1').verdict, 'passed');
    assert.equal(check(verdicts, 'OT-HELP-01.1').verdict, 'covered');
    assert.equal(check(verdicts, 'LB-001.4').reason, 'removed (release notes)');
  });

  test('keeps the run from GO for P0 and P1, not for P2', () => {
    const { missing } = judge(all).gate;
    assert.ok(
      missing.some((it) => it === 'LB-001 (P0): 1 of 11 checks open: not-run, no scenario decides it yet'),
    );
    assert.ok(!missing.some((it) => it.startsWith('EC-ANY-001')));
  });
});

test('a check is proven by the defect whose kill names it', () => {
  const defect = { title: 't', killed: true, checks: ['LB-001.1', 'LB-001.2'] };
  const proof = { score: 1, defects: [{ id: 'one', by: 'LB-001.1', ...defect }] };
  const verdicts = judge({ ...all, proof });
  assert.deepEqual(
    ['LB-001.1', 'LB-001.2', 'LB-001.11'].map((id) => check(verdicts, id).proof),
    ['proven', 'claimed', 'none'],
  );
});
