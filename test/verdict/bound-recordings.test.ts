import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { before, beforeEach, describe, test } from 'node:test';
import { messageFile } from '../../support/coordinator/message-file.ts';
import { recordNothing } from '../../support/coordinator/record-nothing.ts';
import { loadVerdicts } from '../../support/judge/load.ts';
import type { RunFile, Settings } from '../../support/settings/settings.ts';
import { readMessageStream } from '../../support/verdict/message-stream.ts';
import type { Gate } from '../../support/verdict/model.ts';
import { writeRunFile } from '../../support/worker/run-file.ts';
import { scratch } from '../scratch.ts';
import { runFile } from '../signoff/rendered.ts';
import { mark, SUITE, unmarked } from './samples/mark.ts';
import { messagesIn, wholeProject } from './samples/whole-project.ts';

const project = wholeProject('bound');
const { sources: SOURCES, commit, feature, run: runOf } = project;
let written: string;
/** A copy of a run on a real cluster, which is GO. */
let run: string;
const messages = (folder = run): string => messagesIn(folder);

before(async () => {
  written = await runOf('r1', ['a.feature', 'b.feature']);
});

beforeEach(() => {
  run = path.join(scratch('copy'), 'r1');
  cpSync(written, run, { recursive: true });
});

const folders = (given: readonly string[]): readonly string[] => (given.length > 0 ? given : [run]);
const judged = (...given: readonly string[]): Promise<Gate> => project.judged(...folders(given));
const told = (...given: readonly string[]): Promise<string> => project.told(...folders(given));

const edit = (name: string, change: (text: string) => string): void => {
  const file = path.join(run, name);
  const text = readFileSync(file, 'utf8');
  const changed = change(text);
  assert.notEqual(changed, text);
  writeFileSync(file, changed);
};

/** The id of the message that begins so. */
const lines = (): string[] => readFileSync(messages(), 'utf8').trimEnd().split('\n');

test('a run as it was written is GO', async () => {
  assert.equal(await told(), 'GO\n0');
});

describe('the run.json beside a recording', () => {
  test('is of another run, with its run.yaml, however near their times are', async () => {
    const other = await runOf('r2', ['b.feature'], { target: { name: 'other', timeScale: 1, images: {} } });
    for (const name of ['run.json', 'run.yaml']) cpSync(path.join(other, name), path.join(run, name));
    assert.match(
      await told(),
      /^PARTIAL\n1\nr1\/run\.json is of run r2, r1\/messages\.ndjson of run r1: it is of another$/,
    );
  });

  test('was changed since its run wrote it', async () => {
    edit('run.json', (text) => text.replace('"timeScale": 1', '"timeScale": 1.0'));
    assert.match(await told(), /^PARTIAL\n1\nr1\/run\.json is not as run r1 wrote it: nobody knows/);
  });

  test('is missing', async () => {
    rmSync(path.join(run, 'run.json'));
    assert.match(await told(), /^PARTIAL\n1\nrun\.json is missing/);
  });

  test('is that of one of two recordings that lie beside each other', async () => {
    const other = await runOf('r2', ['b.feature']);
    cpSync(messages(other), path.join(run, 'b.ndjson'));
    const { gate } = await loadVerdicts([messages(), path.join(run, 'b.ndjson')], SOURCES);
    assert.equal(gate.exitCode, 1);
    assert.match(gate.missing.join(), /run\.json is of run r1, \S+b\.ndjson of run r2/);
  });
});

describe('a recording that does not say of which run it is', () => {
  test('is never taken for one of the run.json beside it', async () => {
    edit('messages.ndjson', (text) => unmarked(text.split('\n')).join('\n'));
    assert.match(
      await told(),
      /^PARTIAL\n1\nr1\/messages\.ndjson does not say of which run it is \(it is of an earlier suite, or has lost that line\)/,
    );
  });

  test('is doubted where it was cut off before, though a later run made it whole', async () => {
    edit('messages.ndjson', (text) =>
      unmarked(text.split('\n'))
        .filter((line) => !line.startsWith('{"testRunFinished"'))
        .join('\n'),
    );
    const later = await runOf('r2', ['a.feature', 'b.feature']);
    assert.match(
      await told(later, run),
      /^PARTIAL\n1\nr1\/messages\.ndjson was cut off before it said of which run it is/,
    );
  });
});

describe('a recording that was cut off before its first attempt', () => {
  test('is doubted, though a later run made it whole: what came behind may have failed', async () => {
    edit('messages.ndjson', (text) => text.slice(0, text.indexOf('{"testCaseStarted"')));
    const later = await runOf('r2', ['a.feature', 'b.feature']);
    assert.match(
      await told(run, later),
      /^PARTIAL\n1\nr1\/messages\.ndjson was cut off before it said of which run it is/,
    );
  });
});

describe('a recording that was edited', () => {
  test('in verdict and text alike is named: its run noted what it wrote', async () => {
    const failing = feature('c.feature', ['LB-001.1', 'it fails with "no route"']);
    const failed = await runOf('r1', ['c.feature']);
    rmSync(failing);
    assert.equal((await judged(failed)).decision, 'NO-GO');
    run = failed;
    edit('messages.ndjson', (text) =>
      text
        .replace(/"status":"FAILED"/g, '"status":"PASSED"')
        .replaceAll('it fails with \\"no route\\"', 'it passes')
        .replace('"success":false', '"success":true'),
    );
    assert.match(
      await told(),
      /^PARTIAL\n1\nr1\/messages\.ndjson is not as run r1 wrote it: its lines have another digest than the run noted\n/,
    );
  });

  test('by adding a line is named as well', async () => {
    const [first = ''] = lines();
    edit('messages.ndjson', (text) => `${text}${first}\n`);
    assert.match(await told(), /^PARTIAL\n1\nr1\/messages\.ndjson is not as run r1 wrote it/);
  });

  test('is none with other line ends', async () => {
    edit('messages.ndjson', (text) => text.replaceAll('\n', '\r\n'));
    assert.equal(await told(), 'GO\n0');
  });
});

test('a scenario that is lost with all its lines is named, even where the digest was made anew', async () => {
  const [key = '', ...planned] = (await readMessageStream(messages())).mark?.planned ?? [];
  const pickle =
    lines().find((line) => line.startsWith('{"pickle"') && line.includes('LB-001.1 holds')) ?? '';
  const ids = [/"id":"([^"]+)"\}\}?$/.exec(pickle)?.[1] ?? JSON.parse(pickle).pickle.id];
  // Of each message that speaks of one that goes, all go.
  const speaks = (line: string): boolean =>
    /^\{"(?:pickle|testCase|testCaseStarted|testStepStarted|testStepFinished|testCaseFinished|attachment)"/.test(
      line,
    ) && ids.some((id) => line.includes(id));
  const kept = lines().filter((line) => {
    if (!speaks(line)) return true;
    const { pickle: gone, testCase, testCaseStarted } = JSON.parse(line);
    ids.push(...[gone?.id, testCase?.id, testCaseStarted?.id].filter(Boolean));
    return false;
  });
  const file = JSON.parse(readFileSync(path.join(run, 'run.json'), 'utf8')) as RunFile;
  const again = async (plan: readonly string[]): Promise<string> => {
    writeFileSync(messages(), `${unmarked(kept).join('\n')}\n`);
    const suite = { ...SUITE, commit };
    await mark(messages(), { suite, runFile: writeRunFile(run, file), planned: plan });
    return told();
  };
  assert.match(
    await again([key, ...planned]),
    new RegExp(`^PARTIAL\n1\nr1/messages\\.ndjson has lost scenarios that its run was to run: ${key}$`, 'm'),
  );
  assert.match(await again(planned), /^PARTIAL\n0\n1 scenario of 4 not selected/, 'what a filter leaves');
});

test('shards and repeats are each bound to their own run.json', async () => {
  const shard = (index: number): object => ({ shard: { index, count: 2, run: '7' } });
  const shards = [await runOf('r1', ['a.feature'], shard(1)), await runOf('r2', ['b.feature'], shard(2))];
  assert.equal(await told(...shards), 'GO\n0');
  assert.equal(await told(await runOf('r3', ['a.feature']), run), 'GO\n0');
  cpSync(path.join(shards[0] ?? '', 'run.json'), path.join(shards[1] ?? '', 'run.json'));
  assert.match(await told(...shards), /^PARTIAL\n1\n/);
});

describe('a run leaves its mark', () => {
  const marked = async (end: boolean): Promise<string[]> => {
    const file = path.join(scratch('mark'), 'messages.ndjson');
    const messages = messageFile(file);
    messages.mark({ run: 'r1', suite: SUITE, runFile: 'x', planned: [] });
    messages.write({ testRunStarted: { timestamp: { seconds: 1, nanos: 0 } } });
    if (end) messages.write({ testRunFinished: { success: true, timestamp: { seconds: 2, nanos: 0 } } });
    messages.close();
    const { mark: found, damages } = await readMessageStream(file);
    assert.equal(found?.run, 'r1');
    assert.deepEqual(damages, []);
    return readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => Object.keys(JSON.parse(line))[0] ?? '');
  };

  test('before its end, which stays the last message', async () => {
    assert.deepEqual(await marked(true), ['testRunStarted', 'attachment', 'testRunFinished']);
  });

  test('at the end of the file where it was stopped', async () => {
    assert.deepEqual(await marked(false), ['testRunStarted', 'attachment']);
  });

  test('also where it never began', async () => {
    const directory = path.join(scratch('none'), 'r1');
    mkdirSync(directory);
    const { settings } = runFile() as { settings: Settings };
    const own = { id: 'r1', seed: 1, startedAt: '2027-01-10T10:00:00Z', directory };
    await recordNothing({ ...settings, run: own }, 'no scenario is left');
    assert.ok(existsSync(messages(directory)));
    const gate = await judged(directory);
    assert.equal(gate.decision, 'NOTHING JUDGED');
    assert.doesNotMatch(gate.missing.join('\n'), /does not say|is of run|is not as/);
  });
});
