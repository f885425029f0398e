import assert from 'node:assert/strict';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { before, beforeEach, describe, test } from 'node:test';
import { loadVerdicts } from '../../support/judge/load.ts';
import { readMessageStream } from '../../support/verdict/message-stream.ts';
import { scratch } from '../scratch.ts';
import { unmarked } from './samples/mark.ts';
import { messagesIn, wholeProject } from './samples/whole-project.ts';

const { sources, run: runOf, told } = wholeProject('repeated');
const ALL = ['a.feature', 'b.feature'];

/** What a run keeps of those that it repeats. */
const named = async (...folders: readonly string[]): Promise<object[]> =>
  Promise.all(
    folders.map(async (folder) => ({
      run: path.basename(folder),
      lines: (await readMessageStream(messagesIn(folder))).lines,
      messages: `runs/${path.basename(folder)}/messages.ndjson`,
    })),
  );
const repeatOf = async (id: string, ...folders: readonly string[]): Promise<string> =>
  runOf(id, ALL, { repeats: await named(...folders) });

/** The folder of a run under another name. */
function moved(folder: string, name: string): string {
  const to = path.join(scratch('moved'), name);
  cpSync(folder, to, { recursive: true });
  return to;
}

let written: string;
let first: string;
before(async () => {
  written = await runOf('r1', ALL);
});
beforeEach(() => {
  first = moved(written, 'r1');
});

const cut = (): void =>
  writeFileSync(
    messagesIn(first),
    readFileSync(messagesIn(first), 'utf8').split('{"testCaseStarted"')[0] ?? '',
  );
/** As a run leaves its recording that was killed. */
const killed = (): void =>
  writeFileSync(
    messagesIn(first),
    unmarked(readFileSync(messagesIn(first), 'utf8').split('\n'))
      .filter((line) => !line.startsWith('{"testRunFinished"'))
      .join('\n'),
  );

const LOST =
  'run r2 repeats run r1, whose recording is neither given nor found (it was runs/r1/messages.ndjson): what failed there is not known; name its folder, too';

describe('a run that repeats another', () => {
  test('does not pass without it, whatever its recording is called', async () => {
    const rerun = await repeatOf('r2', first);
    assert.equal(await told(rerun), `PARTIAL\n1\n${LOST}`);
    const file = path.join(rerun, 'rerun.ndjson');
    cpSync(messagesIn(rerun), file);
    const { gate } = await loadVerdicts([file], sources);
    assert.deepEqual([gate.decision, gate.exitCode, ...gate.missing], ['PARTIAL', 1, LOST]);
  });

  test('does not pass with another run in its folder, nor with itself there', async () => {
    const rerun = await repeatOf('r2', first);
    const other = moved(await runOf('r3', ALL), 'r1');
    assert.equal(await told(rerun, other), `PARTIAL\n1\n${LOST}`);
    assert.equal(await told(rerun, moved(rerun, 'r1')), `PARTIAL\n1\n${LOST}`);
  });

  test('is judged with it, wherever that lies now', async () => {
    const rerun = await repeatOf('r2', first);
    assert.equal(await told(rerun, first), 'GO\n0');
    assert.equal(await told(moved(first, 'part-1'), moved(rerun, 'part-2')), 'GO\n0');
  });

  test('does not pass with less of it than there was, or with another recording of that id', async () => {
    const rerun = await repeatOf('r2', first);
    const other = moved(await runOf('r1', ALL), 'r1');
    cut();
    for (const strange of [first, other])
      assert.match(
        await told(rerun, strange),
        /^PARTIAL\n1\n(?:.*\n)*r1\/messages\.ndjson is of run r1, but not the recording of it that run r2 repeats: it has other lines than then$/m,
      );
  });

  test('knows one that was killed before it said which it was, by its lines', async () => {
    killed();
    const rerun = await repeatOf('r2', first);
    assert.match(await told(rerun, moved(first, 'x')), /^PARTIAL\n1\n\S+ was cut off before it said/);
    cut();
    assert.match(await told(rerun, first), /^PARTIAL\n1\n/);
  });
});

test('a repeat of a repeat needs both, though it may have kept only the one', async () => {
  const second = await repeatOf('r2', first);
  const third = await repeatOf('r3', second, first);
  const short = await repeatOf('r3', second);
  assert.equal(await told(third, second, first), 'GO\n0');
  assert.equal(await told(short, second, first), 'GO\n0');
  assert.match(await told(third, first), /^PARTIAL\n1\nrun r3 repeats run r2, /);
  for (const last of [third, short])
    assert.match(await told(last, second), /^PARTIAL\n1\nrun r\d repeats run r1, /);
});

test('a repeat that kept places only, as those of earlier suites, does not pass: nobody knows which run that was', async () => {
  for (const repeats of [['runs/r1/messages.ndjson'], [{ messages: 'runs/r1/messages.ndjson' }]])
    assert.equal(
      await told(await runOf('r2', ALL, { repeats }), first),
      'PARTIAL\n1\nrun r2 does not name the run that it repeats, as those of earlier suites do not (it was runs/r1/messages.ndjson): nobody knows whether it is given; repeat that run again',
    );
  for (const repeats of [5, [null], 'x', {}])
    assert.match(await told(await runOf('r2', ALL, { repeats }), first), /^PARTIAL\n1\nrun r2 does not name/);
});
