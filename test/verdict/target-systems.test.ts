import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { judge } from '../../support/judge/judge.ts';
import { signOffMarkdown } from '../../support/reports/markdown/sign-off.ts';
import { signOffPage } from '../../support/reports/pages/sign-off-page.ts';
import { terminalSummary } from '../../support/reports/summary.ts';
import type { RunFile } from '../../support/settings/settings.ts';
import { signOff } from '../../support/signoff/sign-off.ts';
import type { Requirement } from '../../support/verdict/inventory.ts';
import type { VerdictInputs, Verdicts } from '../../support/verdict/model.ts';
import { check, greenSample, runFile } from './samples/judged.ts';

let green: VerdictInputs;

before(async () => {
  const inputs = await greenSample();
  const [own] = inputs.inventory.requirements;
  assert.ok(own);
  const of = (system: string, id: string): Requirement => ({
    ...own,
    id,
    system,
    checks: own.checks.map((it, index) => ({ ...it, id: `${id}.${index + 1}` })),
  });
  green = {
    ...inputs,
    inventory: {
      systems: [
        { id: 'kserve-llmisvc', name: 'KServe' },
        { id: 'aibrix-kv', name: 'AIBrix' },
        { id: 'kubefoundry-kaito', name: 'KubeFoundry' },
      ],
      requirements: [
        { ...own, system: 'kserve-llmisvc' },
        of('aibrix-kv', 'KV-1'),
        of('kubefoundry-kaito', 'KF-1'),
      ],
    },
  };
});

function judged(target: object, over: Partial<VerdictInputs> = {}): Verdicts {
  const { settings, ...rest } = runFile();
  const named = { ...settings, releases: {}, target: { ...settings.target, ...target } };
  return judge({ ...green, runFile: { ...rest, settings: named } as RunFile, ...over });
}

const leftOut = ({ gate }: Verdicts): string[] => gate.leftOut.map(({ id }) => id);

describe('a target that names one system', () => {
  test('is GO by what that system promises, and says at every place what is not part of it', () => {
    const verdicts = judged({ releases: { kserve: 'document' } });
    assert.equal(verdicts.gate.decision, 'GO');
    assert.deepEqual(leftOut(verdicts), ['aibrix-kv', 'kubefoundry-kaito']);
    assert.match(verdicts.gate.because, /\(not part of this target: aibrix-kv, kubefoundry-kaito\)$/);
    assert.equal(check(verdicts, 'KV-1.1').reason, 'aibrix-kv is not part of this target');
    const said =
      'aibrix-kv (AIBrix) is not part of this target, which names no release of it: 1 requirement with 2 checks not judged';
    const record = signOff(verdicts, { digests: [], invocations: [], problems: [] });
    assert.ok(record.gateRules.includes(said) && record.notes.includes(said));
    assert.equal(record.notPartOfTarget.length, 2);
    assert.match(signOffMarkdown(record), /## Not part of this target\n\n- aibrix-kv/);
    assert.match(signOffMarkdown(record), /\| aibrix-kv \(not part of this target\) \| .*2 not-run/);
    assert.match(
      signOffPage(verdicts, record),
      /aibrix-kv <span class="quiet">not part of this target<\/span>/,
    );
    // Once as a part of its own, once as a rule of the gate.
    assert.equal(signOffMarkdown(record).split(said).length, 3, 'not among what is to know as well');
    assert.ok(terminalSummary(verdicts, 'reports').includes(said));
  });

  test('keeps a system by a release or an endpoint of it', () => {
    const both = judged({ releases: { kserve: 'document', aibrix: 'main' } });
    assert.deepEqual([both.gate.decision, leftOut(both)], ['PARTIAL', ['kubefoundry-kaito']]);
    assert.match(both.gate.missing.join(), /^KV-1 \(P0\): 2 of 2 checks open/);
    const reached = judged({ releases: { kserve: 'document' }, endpoints: { kubefoundry: 'http://x' } });
    assert.deepEqual([reached.gate.decision, leftOut(reached)], ['PARTIAL', ['aibrix-kv']]);
  });

  test('keeps a system that any of the merged runs names', () => {
    const of = (releases: object): RunFile => {
      const { settings, ...rest } = runFile();
      return {
        ...rest,
        settings: { ...settings, releases: {}, target: { ...settings.target, releases } },
      } as RunFile;
    };
    const runFiles = [of({ kserve: 'document' }), of({ aibrix: 'main' })];
    assert.deepEqual(leftOut(judged({ releases: { kserve: 'document' } }, { runFiles })), [
      'kubefoundry-kaito',
    ]);
  });

  test('does not pass with a failure of another system', () => {
    const scenarios = green.run.scenarios.map(({ defined, attempts, ...rest }) => ({
      ...rest,
      defined: { ...defined, requirementIds: ['KV-1'], claims: [] },
      attempts: attempts.map((attempt) => ({
        ...attempt,
        steps: attempt.steps.map((step) => ({ ...step, status: 'failed' as const, message: 'no' })),
      })),
    }));
    const run = { ...green.run, scenarios: [...green.run.scenarios, ...scenarios] };
    assert.equal(judged({ releases: { kserve: 'document' } }, { run }).gate.decision, 'NO-GO');
  });
});

test('everything is judged where the inventory promises nothing of what the target names', () => {
  const inventory = {
    ...green.inventory,
    requirements: green.inventory.requirements.filter(({ system }) => system !== 'aibrix-kv'),
  };
  const verdicts = judged({ releases: { aibrix: 'main' } }, { inventory });
  assert.deepEqual([verdicts.gate.decision, leftOut(verdicts)], ['PARTIAL', []]);
});

test('everything is judged where the target names no release, or one of a system that nobody knows', () => {
  for (const releases of [{}, { kserv: 'document' }]) {
    const verdicts = judged({ releases });
    assert.deepEqual([verdicts.gate.decision, leftOut(verdicts)], ['PARTIAL', []]);
  }
  const { runFile: _none, ...unknown } = green;
  assert.deepEqual(leftOut(judge(unknown)), []);
});
