import type { HistoryRecord } from '../../support/runs/history-record.ts';

/** A run of the history, of which a test says what it is about. */
export const aRecord = (over: Partial<HistoryRecord> = {}): HistoryRecord => ({
  run: 'r1',
  startedAt: '2026-11-20T22:03:00.000Z',
  target: 'kind',
  context: 'kind-a',
  simulated: false,
  timeScale: 1,
  machine: '2 × processor, linux x64',
  releases: { kserve: 'document' },
  suite: { version: '0.1.0', commit: '7407d54aa', modified: false },
  seed: 1,
  decision: 'PARTIAL',
  seconds: 60,
  scenarios: { passed: 3, failed: 1 },
  whole: true,
  checks: {},
  took: {},
  figures: {},
  ...over,
});
