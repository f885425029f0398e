import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { readOptions } from '../../support/command-line/options.ts';
import { refusalIn } from '../../support/selection/refusals.ts';

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
/** What `npm run …` starts, by the name of the command. */
const COMMANDS = Object.entries(scripts).flatMap(([name, line]) => {
  const [, program] = / node (?:--\S+ )*(support\/\S+|fixtures\/\S+)/.exec(line) ?? [];
  return program === undefined ? [] : [[name, program] as const];
});

/** Starts a command; `unread` closes the pipe that it prints to, as `| head -1` does. */
async function run(program: string, argument: string, { unread = false } = {}) {
  const child = spawn(process.execPath, [program, argument], { stdio: ['ignore', 'pipe', 'pipe'] });
  if (unread) child.stdout.destroy();
  const ended = once(child, 'close');
  const [stdout, stderr] = await Promise.all([unread ? '' : text(child.stdout), text(child.stderr)]);
  const [code] = (await ended) as [number | null];
  return { code, stdout, stderr };
}

test('every command is known to this test', () => {
  assert.equal(
    COMMANDS.length,
    Object.keys(scripts).filter((name) => !['test', 'format'].includes(name)).length,
  );
});

for (const [name, program] of COMMANDS) {
  test(`npm run ${name}: help goes to the output, and a pipe that nobody reads is no error`, async () => {
    const [read, unread] = await Promise.all([
      run(program, '--help'),
      run(program, '--help', { unread: true }),
    ]);
    assert.match(read.stdout, /^(?:npm run |Usage: )/);
    assert.deepEqual([read.code, read.stderr], [0, '']);
    assert.deepEqual([unread.code, unread.stderr], [0, '']);
  });

  test(`npm run ${name}: a misspelled option is answered with the right one and exit status 2`, async () => {
    const { code, stdout, stderr } = await run(program, '--hlep');
    assert.deepEqual([code, stdout], [2, '']);
    assert.match(stderr, /'?--hlep\b.*\n?.*--help/);
    assert.ok(stderr.trim().split('\n').length <= 2, stderr);
  });
}

test('an option is read, and one that is wrong is a sentence', () => {
  const options = { to: { type: 'string' }, help: { type: 'boolean' } } as const;
  const read =
    (...args: string[]) =>
    () =>
      readOptions({ args, options });
  assert.equal(read('--to', 'here')().values.to, 'here');
  assert.throws(read('--too', 'x'), { message: 'there is no option --too; did you mean --to?' });
  assert.throws(read('--unlike-any'), {
    message: 'there is no option --unlike-any; --help lists the options',
  });
  assert.throws(read('--to'), { message: "Option '--to <value>' argument missing" });
  assert.throws(read('x'), { message: "Unexpected argument 'x'" });
});

test('what the runner refuses is a sentence; what the code of the project throws keeps its stack', () => {
  const thrown = (stack: string, cause?: Error) => Object.assign(new Error('no', { cause }), { stack });
  const ofTheRunner = thrown(
    'Error: no\n    at check (file:///p/node_modules/@cucumber/tag-expressions/index.js:79:19)',
  );
  assert.equal(refusalIn(ofTheRunner), 'no');
  assert.equal(refusalIn(thrown('Error: outer\n    at own (/p/support/x.ts:1:1)', ofTheRunner)), 'no');
  assert.equal(refusalIn(thrown('Error: no\n    at own (/p/support/x.ts:1:1)')), undefined);
  assert.equal(refusalIn(Object.assign(new SyntaxError('no'), { stack: ofTheRunner.stack })), undefined);
  assert.equal(refusalIn('no'), undefined);
});
