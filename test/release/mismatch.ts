import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { test } from 'node:test';
import { loadVerdicts } from '../../support/judge/load.ts';
import { worstOf } from '../../support/verdict/verdicts.ts';

/** Each decides a promise that the releases make differently, and others that they make alike. */
const SELECTION = ['RK-001.10', 'EC-RK-003.2', 'LB-001.1', 'LB-001.9', 'LB-001.22'];

/** What must come of the checks of the selection when the cluster speaks another release than the table. */
const EXPECTED = {
  'document on v0.20': {
    failed: [
      ...['RK-001.10', 'EC-RK-003.1', 'LB-001.1', 'LB-001.2', 'LB-001.3', 'LB-001.9'],
      ...['LB-001.22', 'LB-001.25'],
    ],
    passed: ['RK-001.11', 'RK-001.12', 'LB-001.7', 'LB-001.8', 'LB-001.23', 'LB-001.24'],
    'not-promised': [],
  },
  'v0.20 on document': {
    failed: [
      ...['RK-001.10', 'EC-RK-003.2', 'LB-001.1', 'LB-001.2', 'LB-001.3', 'LB-001.9'],
      ...['LB-001.22', 'LB-001.25'],
    ],
    passed: ['RK-001.11', 'RK-001.12', 'LB-001.7', 'LB-001.8', 'LB-001.23', 'LB-001.24'],
    'not-promised': ['EC-RK-003.1'],
  },
} as const;

const CUCUMBER = path.join(
  path.dirname(createRequire(import.meta.url).resolve('@cucumber/cucumber/package.json')),
  'bin',
  'cucumber.js',
);

/** Runs the selection with the table of one release on a cluster that speaks another. */
function run(table: string, dialect: string): Promise<string> {
  const child = spawn(process.execPath, [CUCUMBER], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      TARGET: 'embedded',
      RELEASE_KSERVE: table,
      EMBEDDED_KSERVE_RELEASE: dialect,
      ONLY: SELECTION.join(),
      KEEP: 'always',
      PREFLIGHT: 'continue',
      REPORTS: 'none',
    },
  });
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => resolve(Buffer.concat(chunks).toString()));
  });
}

/** The verdict of every check that a run decided: the worst of the places that claim it. */
async function verdictsOf(output: string): Promise<Map<string, string>> {
  const id = /\[acceptance\] run (\S+) on /.exec(output)?.[1];
  assert.ok(id, `nothing ran: ${output}`);
  const directory = path.join('reports', 'runs', id);
  const { scenarios } = await loadVerdicts([path.join(directory, 'messages.ndjson')]);
  await rm(directory, { recursive: true, force: true });
  const decided = scenarios.flatMap(({ scenario, claims }) =>
    scenario.selected
      ? scenario.defined.claims.map(({ check }, at) => ({ check, verdict: claims[at]?.verdict ?? 'not-run' }))
      : [],
  );
  const byCheck = Map.groupBy(decided, ({ check }) => check);
  return new Map([...byCheck].map(([check, own]) => [check, worstOf(own.map(({ verdict }) => verdict))]));
}

for (const [pair, expected] of Object.entries(EXPECTED)) {
  const [table = '', dialect = ''] = pair.split(' on ');
  test(`the table ${table} goes red on a cluster that speaks ${dialect}, where the releases differ and only there`, async () => {
    const output = await run(table, dialect);
    const verdicts = await verdictsOf(output);
    for (const [verdict, checks] of Object.entries(expected))
      for (const check of checks) assert.equal(verdicts.get(check), verdict, `${check}\n${output}`);
  });
}
