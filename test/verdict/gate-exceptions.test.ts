import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { judge } from '../../support/judge/judge.ts';
import type { Exception } from '../../support/verdict/exceptions.ts';
import { GATE_RULES } from '../../support/verdict/gate-rules.ts';
import type { VerdictInputs, Verdicts } from '../../support/verdict/model.ts';
import { entryMistakes } from '../../support/verdict/register-entries.ts';
import {
  allSamples,
  at,
  blocks,
  check,
  known,
  quarantine,
  runFile,
  TODAY,
  waiver,
} from './samples/judged.ts';

let all: VerdictInputs;

before(async () => {
  all = await allSamples();
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
      { release: 'v0.20' },
      { release: 'kserve/document/x' },
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
    assert.equal(notes[0], `${at}: no scenario is called "Renamed": this known-issue excuses nothing`);
  });

  test('that does not show is reported as fixed', () => {
    const verdicts = inRelease(
      known({ scenario: 'A step decides by the comment above it', checks: ['LB-001.1'] }),
    );
    assert.match(verdicts.gate.notes[0] ?? '', /is fixed, remove the entry/);
  });
});

describe('a known issue of a scenario that was repeated', () => {
  const TITLE = 'What stands behind a failure is not reached';
  const P1 = () => ({
    ...all.inventory,
    requirements: all.inventory.requirements.map((it) => ({ ...it, priority: 'P1' as const })),
  });
  /** The scenario as if it had been run once for each message: its failing step, or the one that claims nothing, says so. */
  const repeated = (...messages: readonly (string | undefined)[]): Verdicts => {
    const scenarios = all.run.scenarios
      .filter(({ defined }) => defined.name === TITLE)
      .map((it) => {
        const [own] = it.attempts;
        assert.ok(own);
        const attempts = messages.map((message, index) => ({
          ...own,
          id: `a${index}`,
          steps: own.steps.map((step) => ({
            ...step,
            ...(message === undefined
              ? { status: 'passed' as const }
              : step.status === 'failed' && { message }),
          })),
        }));
        return { ...it, attempts };
      });
    const run = { ...all.run, scenarios, failures: [] };
    return judge({ ...all, run, runFile: runFile(), inventory: P1(), exceptions: [known()] });
  };
  const verdictsOf = (verdicts: Verdicts) => [
    verdicts.scenarios.find(({ scenario }) => scenario.defined.name === TITLE)?.verdict,
    check(verdicts, 'LB-001.9').verdict,
  ];

  test('excuses it only where every failure is that one, whichever came last', () => {
    assert.deepEqual(verdictsOf(repeated('no route', 'there is no route')), ['known', 'known']);
    for (const messages of [
      ['data loss', 'no route'],
      ['no route', 'data loss'],
      ['data loss', undefined, 'no route'],
    ]) {
      const verdicts = repeated(...messages);
      assert.deepEqual(verdictsOf(verdicts), ['failed', 'failed'], String(messages));
      assert.ok(blocks(verdicts, 'failed: data loss'), String(messages));
      assert.equal(check(verdicts, 'LB-001.9').reason, 'data loss');
    }
  });

  test('does not excuse that it showed in one attempt and not in another, as the rules say', () => {
    const sometimes = repeated('no route', undefined);
    assert.deepEqual(verdictsOf(sometimes), ['flaky', 'flaky']);
    assert.ok(blocks(sometimes, `"${TITLE}" is flaky`));
    assert.match(
      GATE_RULES.join(),
      /no known issue excuses one that was blocked, nor, where another attempt passed, that it is flaky/,
    );
  });

  test('does not excuse another attempt that was blocked, as the rules say, and the line says why', () => {
    const { inputs } = repeated('no route', 'no route');
    const [scenario] = inputs.run.scenarios;
    const [first, second] = scenario?.attempts ?? [];
    assert.ok(scenario && first && second);
    const broken = { hook: 'Before', status: 'failed', message: 'no node' } as const;
    const blocked = { ...first, steps: [{ ...broken, nanoseconds: 0, attachments: [] }, ...first.steps] };
    for (const attempts of [
      [blocked, second],
      [first, blocked],
    ]) {
      const verdicts = judge({ ...inputs, run: { ...inputs.run, scenarios: [{ ...scenario, attempts }] } });
      assert.ok(
        blocks(
          verdicts,
          `"${TITLE}" failed: blocked in another attempt, which no known issue excuses: no node`,
        ),
        verdicts.gate.blockers.join(),
      );
    }
    assert.match(GATE_RULES.join(), /an entry must speak for each attempt that failed or was blocked/);
  });

  test('does not excuse another attempt that failed at a step that claims nothing', () => {
    const both = repeated('no route', 'no route').inputs;
    const [scenario] = both.run.scenarios;
    const [first, second] = scenario?.attempts ?? [];
    assert.ok(scenario && first && second);
    const lost = { status: 'failed' as const, message: 'data loss' };
    const broken = {
      ...first,
      steps: [{ nanoseconds: 0, attachments: [], position: -1, ...lost }, ...first.steps],
    };
    const of = (...attempts: readonly (typeof first)[]): VerdictInputs => ({
      ...both,
      run: { ...both.run, scenarios: [{ ...scenario, attempts }] },
    });
    for (const inputs of [of(broken, second), of(second, broken)])
      assert.ok(blocks(judge(inputs), 'data loss'));
  });

  test('compares what was said, neither the name of an error nor where it came from', () => {
    const failure = [
      'AssertionError [ERR_ASSERTION]: data loss',
      '    + expected - actual',
      '',
      '    at process.processTicksAndRejections (node:internal/process/task_queues:104:5)',
      '    at async Promise.all (index 0)',
      'Caused by: ConnectError: it hung up',
    ].join('\n');
    const containing = (contains: string) =>
      verdictsOf(judge({ ...repeated(failure).inputs, exceptions: [known({ contains })] }))[1];
    for (const anything of [
      'AssertionError',
      'ERR_ASSERTION',
      'processTicksAndRejections',
      'node:internal',
      'async Promise.all',
      'expected - actual',
      'ConnectError',
    ])
      assert.equal(containing(anything), 'failed', anything);
    assert.equal(containing('data loss'), 'known');
    assert.equal(containing('it hung up'), 'known');
  });
});

describe('a check that several scenarios decide', () => {
  /** Another scenario, which did not run, decides the check of the known issue as well. */
  const shared = (priority: 'P0' | 'P1'): Verdicts => {
    const [own] = all.run.scenarios.filter(({ defined }) =>
      defined.claims.some((it) => it.check === 'LB-001.9'),
    );
    assert.ok(own);
    const idle = {
      ...own,
      selected: false,
      attempts: [],
      defined: { ...own.defined, key: 'other.feature:1', name: 'x' },
    };
    const requirements = all.inventory.requirements.map((it) => ({ ...it, priority }));
    return judge({
      ...all,
      run: { ...all.run, scenarios: [own, idle], failures: [], damages: [] },
      runFile: runFile(),
      exceptions: [known()],
      inventory: { ...all.inventory, requirements },
    });
  };

  test('fails the gate where it is known and P0, whether or not another of them ran', () => {
    const verdicts = shared('P0');
    assert.equal(check(verdicts, 'LB-001.9').verdict, 'not-run');
    assert.equal(verdicts.gate.exitCode, 1);
    assert.ok(blocks(verdicts, 'check LB-001.9 is known: reported as 12'));
  });

  test('stays open where it is known and another of them did not run', () => {
    const { blockers, missing } = shared('P1').gate;
    assert.deepEqual(blockers, []);
    assert.match(missing.find((line) => line.startsWith('LB-001 ')) ?? '', /open: not-run, filtered out/);
  });
});

describe('a waiver and a quarantine', () => {
  test('take a check or a scenario out of the gate, and leave its verdict', () => {
    const before = judge(all);
    assert.ok(blocks(before, 'claims.feature:29') && blocks(before, 'endings.feature:24'));
    const after = judge({ ...all, exceptions: [waiver(), quarantine()] });
    assert.ok(!blocks(after, 'claims.feature:29') && !blocks(after, 'endings.feature:24'));
    assert.equal(check(after, 'LB-001.8').verdict, 'failed');
    assert.equal(check(after, 'LB-003.4').verdict, 'flaky');
    const alone = all.run.scenarios.filter(({ defined }) => defined.name === quarantine().scenario);
    const { because } = judge({
      ...all,
      run: { ...all.run, scenarios: alone, failures: [] },
      exceptions: [quarantine()],
    }).gate;
    assert.match(because, /^1 scenario that ran is in order or excused by the register \(1 excused\), but /);
  });
});

test('a known issue and a waiver hold for a year at most', () => {
  const longest = waiver({ expires: '2028-01-11' });
  const mistakes = (entry: Exception) => entryMistakes([entry], all.defined, all.inventory, TODAY);
  const blocked = (entry: Exception) => blocks(judge({ ...all, exceptions: [entry] }), 'claims.feature:29');
  assert.deepEqual([mistakes(longest), blocked(longest)], [[], false]);
  const forever = waiver({ expires: '9999-12-30' });
  assert.match(mistakes(forever).join(), /a waiver expires at most 366 days ahead, this one in \d+ days$/);
  assert.ok(blocked(forever));
  assert.match(mistakes(known({ expires: '2028-01-12' })).join(), /a known-issue expires at most 366 days/);
});
