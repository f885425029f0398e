/**
 * `npm test`: every gate of this project, one after another, with one line for each and `N passed, N failed` at the end.
 * A gate that fails shows what it printed. Options: names of the gates to run; `--help` lists them.
 */
import { spawn } from 'node:child_process';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';

interface Gate {
  name: string;
  what: string;
  command: string[];
  /** Reads how many checks passed and failed from the output; a gate without it counts as one. */
  counts?: (output: string) => { passed: number; failed: number };
  env?: Record<string, string>;
}

const count = (output: string, pattern: RegExp): number => Number(pattern.exec(output)?.[1] ?? 0);

const testsIn = (output: string) => ({
  passed: count(output, /^(?:ℹ|#) pass (\d+)$/m),
  failed: count(output, /^(?:ℹ|#) fail (\d+)$/m) + count(output, /^(?:ℹ|#) cancelled (\d+)$/m),
});

const GATES: Gate[] = [
  { name: 'types', what: 'TypeScript, strict', command: ['tsc'] },
  { name: 'lint', what: 'Biome', command: ['biome', 'ci', '--error-on-warnings', '--reporter=summary'] },
  { name: 'promises', what: 'forgotten awaits, direction of imports', command: ['eslint', '.'] },
  { name: 'style', what: 'features as the style guide wants them', command: ['node', 'support/lint.ts'] },
  {
    name: 'unit',
    what: 'unit tests and API conversations',
    command: [
      'node',
      '--test',
      `--test-concurrency=${Math.max(2, availableParallelism())}`,
      'test/**/*.test.ts',
    ],
    counts: testsIn,
    // Hundreds of processes load the same modules: where Node itself keeps what it has compiled.
    env: { NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache') },
  },
  {
    name: 'features',
    what: 'all features on the embedded cluster',
    command: ['cucumber-js'],
  },
  {
    name: 'release',
    what: 'baseline and basic services on a cluster that speaks another release',
    command: ['cucumber-js', 'features/kserve/baseline', 'features/kserve/basic'],
    env: { RELEASE_KSERVE: 'v0.20' },
  },
  {
    name: 'mismatch',
    what: 'the table of one release against a cluster that speaks the other goes red',
    command: ['node', '--test', 'test/release/mismatch.ts'],
    counts: testsIn,
  },
  {
    name: 'proof',
    what: 'a part of the proof that scenarios can fail',
    command: ['node', 'support/prove.ts', '--sample', '8'],
  },
];

function run(gate: Gate): Promise<{ code: number; output: string }> {
  const [program = '', ...args] = gate.command;
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...gate.env },
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ code: 127, output: error.message }));
    child.on('close', (code) => resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString() }));
  });
}

async function judge(gate: Gate): Promise<{ passed: number; failed: number }> {
  const started = performance.now();
  const { code, output } = await run(gate);
  const counted = gate.counts?.(output) ?? { passed: 0, failed: 0 };
  const none = counted.passed + counted.failed === 0;
  const passed = none && code === 0 ? 1 : counted.passed;
  const failed = code === 0 ? counted.failed : Math.max(1, counted.failed);
  const seconds = ((performance.now() - started) / 1_000).toFixed(1);
  console.log(
    `[test] ${gate.name}: ${failed === 0 ? 'ok' : 'FAILED'} (${gate.what}; ${passed} passed, ${failed} failed, ${seconds} s)`,
  );
  if (failed > 0) console.log(output.split('\n').slice(-200).join('\n'));
  return { passed, failed };
}

const wanted = process.argv.slice(2);
const names = GATES.map(({ name }) => name);
const unknown = wanted.filter((name) => name !== '--help' && !names.includes(name));
if (wanted.includes('--help') || unknown.length > 0) {
  if (unknown.length > 0) console.error(`[test] no gate ${unknown.join(', ')}`);
  console.log(
    `npm test -- [gate …]\n${GATES.map(({ name, what }) => `  ${name.padEnd(10)} ${what}`).join('\n')}`,
  );
  process.exit(unknown.length > 0 ? 2 : 0);
}
const total = { passed: 0, failed: 0 };
for (const gate of GATES) {
  if (wanted.length > 0 && !wanted.includes(gate.name)) continue;
  const { passed, failed } = await judge(gate);
  total.passed += passed;
  total.failed += failed;
}
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;
