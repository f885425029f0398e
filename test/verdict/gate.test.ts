import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { judge } from '../../support/judge/judge.ts';
import { terminalSummary } from '../../support/reports/summary.ts';
import { claimDigest } from '../../support/verdict/claim-words.ts';
import type { DefinedStep } from '../../support/verdict/defined-scenarios.ts';
import type { Exception } from '../../support/verdict/exceptions.ts';
import { GATE_RULES } from '../../support/verdict/gate-rules.ts';
import type { VerdictInputs } from '../../support/verdict/model.ts';
import type { ProvenBy } from '../../support/verdict/proof.ts';
import { allSamples, at, check, greenSample, known, runFile } from './samples/judged.ts';

let all: VerdictInputs;
let green: VerdictInputs;

before(async () => {
  all = await allSamples();
  green = await greenSample();
});

/** The scenarios of a run under another key. */
const another = ({ run }: VerdictInputs) =>
  run.scenarios.map((it) => ({ ...it, defined: { ...it.defined, key: 'x.feature:1', name: 'Another' } }));

test('the rules of the gate set no name apart: pages and Markdown would show the marks', () =>
  assert.deepEqual(
    GATE_RULES.filter((rule) => rule.includes('`')),
    [],
  ));

describe('the decision on a run in which everything passed', () => {
  test('is GO on a real cluster', () => {
    const { gate } = judge({ ...green, runFile: runFile() });
    assert.deepEqual([gate.decision, gate.exitCode, gate.missing], ['GO', 0, []]);
  });

  test('is REHEARSAL at best on the embedded cluster', () => {
    const { gate } = judge({ ...green, runFile: runFile({ launcher: 'embedded' }) });
    assert.deepEqual([gate.decision, gate.exitCode], ['REHEARSAL', 0]);
  });

  test('is REHEARSAL as well on an embedded cluster that is reached by its kubeconfig, and where time is scaled', () => {
    const real = runFile();
    const embedded = { ...real, versions: { kubernetes: 'v1.32.4+embedded' } };
    const target = { ...real.settings.target, timeScale: 60 };
    const scaled = { ...real, settings: { ...real.settings, target } };
    for (const file of [embedded, scaled])
      assert.equal(judge({ ...green, runFile: file }).gate.decision, 'REHEARSAL');
    const vendor = { ...real, versions: { kubernetes: 'v1.32.4+k3s1' } };
    assert.equal(judge({ ...green, runFile: vendor }).gate.decision, 'GO');
  });

  test('is PARTIAL for a shard, and where nobody knows the target', () => {
    const shard = judge({ ...green, runFile: runFile({ shard: { index: 1, count: 4 } }) }).gate;
    assert.deepEqual([shard.decision, shard.missing], ['PARTIAL', ['this is shard 1 of 4']]);
    assert.equal(judge(green).gate.decision, 'PARTIAL');
  });

  test('is PARTIAL where one of P0 or P1 was skipped at a step that claims nothing, behind all that it claims', () => {
    const skipped = (priority: string) => {
      const step = {
        status: 'skipped',
        position: 9,
        message: 'no gpu',
        nanoseconds: 0,
        attachments: [],
      } as const;
      const scenarios = green.run.scenarios.map((it) => ({
        ...it,
        defined: { ...it.defined, priority },
        attempts: it.attempts.map((attempt) => ({ ...attempt, steps: [...attempt.steps, step] })),
      }));
      // Without another that looked at something nothing would be judged.
      const run = { ...green.run, scenarios: [...scenarios, ...another(green)] };
      return judge({ ...green, runFile: runFile(), run }).gate;
    };
    for (const priority of ['P0', 'P1']) {
      const { decision, missing } = skipped(priority);
      assert.equal(decision, 'PARTIAL');
      assert.match(
        missing.join('\n'),
        new RegExp(
          `claims\\.feature:8 "A step decides by the comment above it" \\(${priority}\\) was skipped: `,
        ),
      );
    }
    assert.deepEqual([skipped('P2').decision, skipped('P2').missing], ['GO', []]);
  });

  test('does not pass where something of the recording is lost: it may have failed', () => {
    const damages = ['a.ndjson:7 is not a message (cut off): left out'];
    const { gate } = judge({ ...green, runFile: runFile(), run: { ...green.run, damages } });
    assert.deepEqual([gate.decision, gate.exitCode, gate.missing], ['PARTIAL', 1, damages]);
  });

  test('is PARTIAL at best while it is not known by what it was judged', () => {
    const doubts = ['run r1 was made with uncommitted changes'];
    const { gate } = judge({ ...green, runFile: runFile(), doubts });
    assert.deepEqual([gate.decision, gate.exitCode, gate.missing], ['PARTIAL', 0, doubts]);
    assert.ok(gate.because.endsWith(doubts.join()));
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
      nothingJudges: ['LB-001.11'],
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
    const lost = judge({ ...all, exceptions: [{ ...deviation, nothingJudges: ['LB-001.1'] }] });
    assert.equal(check(lost, 'LB-001.11').verdict, 'not-run', 'a deviation is no place that decides');
    assert.ok(lost.gate.missing.some((it) => it.startsWith('LB-001 (P0): 1 of 11 checks open: not-run')));
  });

  test('is not covered where scenarios decide its requirement, and a deviation says more than what covers it', () => {
    const coverage = ['LB-001', 'OT-HELP-01'].map((requirement) => ({
      requirement,
      by: ['x'],
      how: 'a test',
    }));
    const verdicts = judge({ ...all, coverage });
    assert.equal(check(verdicts, 'LB-001.11').verdict, 'not-run');
    assert.equal(check(verdicts, 'OT-HELP-01.1').verdict, 'covered');
    const deviation = { type: 'deviation', at, checks: ['OT-HELP-01.1'], nothingJudges: ['OT-HELP-01.1'] };
    const settled = judge({ ...all, coverage, exceptions: [deviation as unknown as Exception] });
    assert.equal(check(settled, 'OT-HELP-01.1').verdict, 'deviation');
  });

  test('keeps the run from GO for P0 and P1, not for P2', () => {
    const { missing } = judge(all).gate;
    assert.ok(
      missing.some((it) => it === 'LB-001 (P0): 1 of 11 checks open: not-run, no scenario decides it yet'),
    );
    assert.ok(!missing.some((it) => it.startsWith('EC-ANY-001')));
  });
});

describe('a check is proven by the defect whose kill names it', () => {
  const states = (kills: readonly ProvenBy[]) => {
    const defect = { id: 'one', title: 't', killed: true, checks: ['LB-001.1', 'LB-001.2'], by: kills };
    const verdicts = judge({ ...all, proof: { score: 1, defects: [defect] } });
    return {
      verdicts,
      proofs: ['LB-001.1', 'LB-001.2', 'LB-001.11'].map((id) => check(verdicts, id).proof),
    };
  };
  const kill = (change: (steps: readonly DefinedStep[]) => DefinedStep[]): ProvenBy => {
    const defined = all.run.scenarios.find(({ defined: it }) => it.claims[0]?.check === 'LB-001.1')?.defined;
    const claim = defined?.claims[0];
    assert.ok(defined && claim);
    const digest = claimDigest({ ...defined, steps: change(defined.steps) }, claim);
    return { check: 'LB-001.1', uri: defined.uri, digest };
  };

  test('in the words that it noticed it by', () => {
    assert.deepEqual(states([kill((steps) => [...steps])]).proofs, ['proven', 'claimed', 'none']);
  });

  test('and only claimed where its step, or one before it, says something else now', () => {
    const other = kill((steps) => steps.map((it, index) => (index === 0 ? { ...it, text: 'x' } : it)));
    const { verdicts, proofs } = states([other]);
    assert.deepEqual(proofs, ['claimed', 'claimed', 'none']);
    assert.deepEqual(check(verdicts, 'LB-001.1').provenOtherwise, ['one']);
    assert.match(
      verdicts.gate.notes.join('\n'),
      /^1 check proven for another text than the one of this run, and so only claimed: LB-001\.1; npm run prove/m,
    );
  });
});
