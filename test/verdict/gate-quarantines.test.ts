import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { judge } from '../../support/judge/judge.ts';
import type { Exception, Quarantine } from '../../support/verdict/exceptions.ts';
import type { VerdictInputs, Verdicts } from '../../support/verdict/model.ts';
import { entryMistakes } from '../../support/verdict/register-entries.ts';
import { allSamples, at, blocks, check, quarantine, runFile, TODAY } from './samples/judged.ts';

let all: VerdictInputs;

before(async () => {
  all = await allSamples();
});

describe('a quarantine', () => {
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

  test('leaves open what was blocked or not reached, and excuses it as little as what was skipped', () => {
    const title = 'Its outcome is never looked at';
    const [blocked] = all.run.scenarios.filter(({ defined }) => defined.name === title);
    const [own] = blocked?.attempts ?? [];
    assert.ok(blocked && own);
    const { endedAt: _none, ...cut } = own;
    const steps = own.steps.map((step) => ({ ...step, status: 'unfinished' as const }));
    const unreached = { ...blocked, attempts: [{ ...cut, steps }] };
    const unclaimed = { ...blocked, defined: { ...blocked.defined, claims: [] } };
    const decide = (scenario: typeof blocked, priority: 'P0' | 'P1') => {
      const requirements = all.inventory.requirements.map((it) => ({ ...it, priority }));
      const defined = { ...scenario.defined, priority };
      const green = all.run.scenarios.filter(({ defined: { key } }) => key.endsWith('claims.feature:8'));
      return judge({
        ...all,
        run: { ...all.run, scenarios: [...green, { ...scenario, defined }], failures: [], damages: [] },
        runFile: runFile(),
        exceptions: [quarantine({ scenario: title })],
        inventory: { ...all.inventory, requirements },
      });
    };
    for (const [scenario, open] of [
      [blocked, /^LB-002 \(P1\): \d of \d checks? open: .*blocked, /],
      [unreached, /^LB-002 \(P1\): \d of \d checks? open: .*not-reached, /],
      [unclaimed, /"Its outcome is never looked at" \(P1\) is blocked: /],
    ] as const) {
      const verdicts = decide(scenario, 'P1');
      const { decision, blockers, missing, because } = verdicts.gate;
      assert.deepEqual([decision, blockers], ['PARTIAL', []]);
      assert.match(missing.find((line) => open.test(line)) ?? missing.join('\n'), open);
      assert.match(because, /^1 scenario that ran is in order \(not part/);
      assert.equal(check(verdicts, 'LB-002.1').excused, false);
      assert.equal(decide(scenario, 'P0').gate.decision, 'NO-GO');
    }
  });

  test('leaves open what its scenario failed before it came to', () => {
    const title = 'What stands behind a failure is not reached';
    const requirements = all.inventory.requirements.map((it) => ({ ...it, priority: 'P1' as const }));
    const verdicts = judge({
      ...all,
      inventory: { ...all.inventory, requirements },
      exceptions: [quarantine({ scenario: title })],
    });
    assert.ok(!blocks(verdicts, title));
    const [scenario] = verdicts.scenarios.filter(({ scenario: { defined } }) => defined.name === title);
    const behind = scenario?.claims.findIndex(({ verdict }) => verdict === 'not-reached') ?? -1;
    const id = scenario?.scenario.defined.claims[behind]?.check ?? 'none';
    const [requirement = 'none'] = id.split('.');
    const line = verdicts.gate.missing.find((it) => it.startsWith(`${requirement} (P1)`));
    assert.match(line ?? verdicts.gate.missing.join('\n'), /open: .*not-reached, /);
  });

  test('of one that could not look leaves excused what another one failed in quarantine', () => {
    const verdicts = deciding('LB-002.1', {
      exceptions: [quarantine({}), quarantine({ scenario: 'Its outcome is never looked at' })],
    });
    assert.ok(!blocks(verdicts, 'LB-002.1') && !blocks(verdicts, 'endings.feature:24'));
    assert.match(verdicts.gate.missing.find((line) => line.startsWith('LB-002 ')) ?? '', /open: .*blocked, /);
  });

  test('holds for 90 days at most', () => {
    assert.ok(!blocks(judged({ expires: '2027-04-10' }), 'endings.feature:24'));
    assert.ok(blocks(judged({ expires: '2027-04-11' }), 'endings.feature:24'));
    assert.deepEqual(
      entryMistakes([quarantine({ expires: '2027-04-11' })], all.defined, all.inventory, TODAY),
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
      entryMistakes([quarantine(over)], twice, all.inventory, TODAY);
    assert.deepEqual(mistakes({}), [
      `${at}: "${own.name}" stands in ${own.uri} and features/other.feature; name the one under "feature"`,
    ]);
    assert.deepEqual(mistakes({ feature: own.uri }), []);
  });

  /** The flaky scenario decides also what others decide. */
  const deciding = (id: string, over: Partial<VerdictInputs> = {}): Verdicts => {
    const scenarios = all.run.scenarios.map((it) =>
      it.defined.name === 'It passes at the second attempt'
        ? {
            ...it,
            defined: { ...it.defined, claims: it.defined.claims.map((own) => ({ ...own, check: id })) },
          }
        : it,
    );
    return judge({ ...all, run: { ...all.run, scenarios }, exceptions: [quarantine({})], ...over });
  };

  test('of one scenario excuses no other that decides the same check', () => {
    const verdicts = deciding('LB-002.2');
    assert.deepEqual(
      check(verdicts, 'LB-002.2').places.map(({ verdict }) => verdict),
      ['blocked', 'blocked', 'flaky'],
    );
    assert.equal(check(verdicts, 'LB-002.2').excused, false);
    assert.ok(blocks(verdicts, '"Nor is this one" is blocked') && !blocks(verdicts, 'endings.feature:24'));
  });

  test('of one scenario leaves open what another one did not look at', () => {
    const openIn = (verdicts: Verdicts) => verdicts.gate.missing.find((line) => line.startsWith('LB-003 '));
    assert.match(openIn(deciding('LB-003.1')) ?? '', /open: skipped, /);
    const waiver: Exception = { ...quarantine({}), type: 'waiver', checks: ['LB-003.1'], approver: 'x' };
    assert.doesNotMatch(openIn(deciding('LB-003.1', { exceptions: [waiver] })) ?? '', /skipped/);
  });

  test('of a scenario does not explain a check of P0 that it decides', () => {
    assert.ok(blocks(deciding('LB-001.1'), 'check LB-001.1 is flaky'));
  });
});
