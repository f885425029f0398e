import assert from 'node:assert/strict';
import { loadVerdicts } from '../../../support/judge/load.ts';
import type { RunFile } from '../../../support/settings/settings.ts';
import type { Exception, Quarantine, Waiver } from '../../../support/verdict/exceptions.ts';
import type { VerdictInputs, Verdicts } from '../../../support/verdict/model.ts';
import { record, SAMPLES } from './record.ts';

export const TODAY = new Date('2027-01-10T23:00:00Z');
/** After `TODAY`, and far enough that nothing warns of it. */
export const LATER = '2027-03-01';
/** The same for what is judged by the clock. */
export const SOON = new Date(Date.now() + 60 * 86_400_000).toISOString().slice(0, 10);

/** Every sample scenario, as it came out. */
export const allSamples = async (): Promise<VerdictInputs> => ({
  ...(await loadVerdicts([await record()], SAMPLES)).inputs,
  today: TODAY,
});

/** One scenario that passed. Of the inventory and the features only what it decides: everything that the gate asks for is there. */
export async function greenSample(): Promise<VerdictInputs> {
  const { inputs } = await loadVerdicts([await record(`${SAMPLES.features}/claims.feature:8`)], SAMPLES);
  return {
    ...inputs,
    run: { ...inputs.run, scenarios: inputs.run.scenarios.filter(({ selected }) => selected) },
    defined: [],
    doubts: [],
    inventory: {
      systems: inputs.inventory.systems,
      requirements: inputs.inventory.requirements
        .filter(({ id }) => id === 'LB-001')
        .map((it) => ({
          ...it,
          checks: it.checks.filter(({ id }) => ['LB-001.1', 'LB-001.2'].includes(id)),
        })),
    },
    today: TODAY,
  };
}

/** The class of machine that the samples say they ran on. */
export const MACHINE = '2 × sample processor, linux x64';

/** What a coordinator would have written for a run on a cluster, on the embedded one, or for a shard. */
export const runFile = (
  over: { launcher?: 'embedded'; shard?: { index: number; count: number } } = {},
): RunFile =>
  ({
    settings: {
      target: { name: 'x', timeScale: 1, ...(over.launcher && { launcher: over.launcher }) },
      run: { id: 'r1', seed: 7, startedAt: '2027-01-10T22:00:00.000Z' },
      releases: { kserve: { name: 'document', system: 'kserve', notPromised: {} } },
      ...(over.shard && { shard: over.shard }),
    },
    capabilities: {},
    versions: {},
    machine: MACHINE,
  }) as unknown as RunFile;

export const at = 'features/exceptions.yaml:1';

/** An entry about the failure of one sample. */
export const known = (over: Partial<Exception> = {}): Exception =>
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

/** An entry for a sample that passes at its second attempt. */
export const quarantine = (over: Partial<Quarantine> = {}): Quarantine => ({
  type: 'quarantine',
  at,
  checks: [],
  scenario: 'It passes at the second attempt',
  reason: 'races',
  expires: LATER,
  ...over,
});

/** An entry about a check of a sample that failed. */
export const waiver = (over: Partial<Waiver> = {}): Waiver => ({
  type: 'waiver',
  at,
  checks: ['LB-001.8'],
  approver: 'release manager',
  reason: 'not used yet',
  expires: LATER,
  ...over,
});

/** The verdict of a check. */
export function check(verdicts: Verdicts, id: string) {
  const found = verdicts.requirements.flatMap(({ checks }) => checks).find((it) => it.check.id === id);
  assert.ok(found);
  return found;
}

/** Whether a blocker of the gate says that. */
export const blocks = (verdicts: Verdicts, text: string): boolean =>
  verdicts.gate.blockers.some((blocker) => blocker.includes(text));
