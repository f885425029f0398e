import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { before, describe, test } from 'node:test';
import type { Envelope } from '@cucumber/messages';
import { judge } from '../../support/judge/judge.ts';
import { loadVerdicts } from '../../support/judge/load.ts';
import { readMessageStream } from '../../support/verdict/message-stream.ts';
import type { Verdicts } from '../../support/verdict/model.ts';
import { scratch } from '../scratch.ts';
import { runFile } from './samples/judged.ts';
import { unmarked } from './samples/mark.ts';
import { record, SAMPLES } from './samples/record.ts';

let whole: readonly string[];
let green: readonly string[];

const linesOf = async (...args: string[]): Promise<string[]> =>
  unmarked((await readFile(await record(...args), 'utf8')).trimEnd().split('\n'));

before(async () => {
  whole = await linesOf(`${SAMPLES.features}/claims.feature`);
  green = await linesOf(`${SAMPLES.features}/claims.feature:8`);
});

const folder = scratch('damaged');

async function written(lines: readonly string[]): Promise<string> {
  const file = path.join(folder, 'a.ndjson');
  await writeFile(file, `${lines.join('\n')}\n`);
  return file;
}

/** What is named as damage, without the folder of the file. */
async function damagesOf(lines: readonly string[]): Promise<readonly string[]> {
  const file = await written(lines);
  const { damages } = await readMessageStream(file);
  return damages.map((damage) => damage.replaceAll(file, 'a.ndjson'));
}

async function judged(lines: readonly string[]): Promise<Verdicts> {
  const { inputs } = await loadVerdicts([await written(lines)], SAMPLES);
  return judge({ ...inputs, runFile: runFile() });
}

const isKind = (kind: keyof Envelope) => (line: string) => line.startsWith(`{"${kind}":`);
const without = (lines: readonly string[], kind: keyof Envelope): string[] => {
  const at = lines.findIndex(isKind(kind));
  return lines.filter((_, index) => index !== at);
};

test('whole recordings have no damage', async () => {
  assert.deepEqual(await damagesOf(green), []);
  assert.deepEqual((await readMessageStream(await record('--retry', '1'))).damages, []);
});

describe('a message without its parts', () => {
  for (const [line, said] of [
    ['{"testCaseStarted":null}', 'testCaseStarted without content'],
    ['{"testStepFinished":{}}', 'testStepFinished without testCaseStartedId'],
    ['{"attachment":5}', 'attachment without content'],
    [
      '{"testRunFinished":{"success":"yes","timestamp":{"seconds":1,"nanos":0}}}',
      'testRunFinished whose success is no boolean',
    ],
    ['{"testcase":{}}', 'unknown kind "testcase"'],
    ['{}', 'not of one kind'],
  ] as const)
    test(`is named and left out: ${line}`, async () => {
      assert.deepEqual(await damagesOf([...green, line]), [
        `a.ndjson:${green.length + 1} is no whole message (${said}): left out`,
      ]);
      const { gate } = await judged([...green, line]);
      assert.equal(gate.exitCode, 1);
    });

  test('is looked for at any depth', async () => {
    const status = green.map((line) => line.replace('"status":"PASSED"', '"status":"GREEN"'));
    const damages = await damagesOf(status);
    assert.match(damages.join('\n'), /testStepFinished with an unknown value of testStepResult\.status/);
  });
});

describe('a message that is lost is named by the first that speaks of it', () => {
  for (const [kind, said] of [
    ['source', /a\.ndjson:\d+ is a gherkinDocument without its source \(.*claims\.feature\)/],
    ['gherkinDocument', /a\.ndjson:\d+ is a source without its gherkinDocument \(.*claims\.feature\)/],
    ['pickle', /a\.ndjson:\d+ is a testCase without its pickle/],
    ['stepDefinition', /a\.ndjson:\d+ is a testCase without its stepDefinition/],
    ['testCase', /a\.ndjson:\d+ is a testCaseStarted without its testCase/],
    ['testCaseStarted', /a\.ndjson:\d+ is a testStepFinished without its testCaseStarted/],
  ] as const)
    test(kind, async () => {
      const lines = without(whole, kind);
      assert.match((await damagesOf(lines)).join('\n'), said);
      assert.notEqual((await judged(lines)).gate.exitCode, 0);
    });

  test('hook', async () => {
    const lines = await linesOf(`${SAMPLES.features}/endings.feature`);
    const damages = await damagesOf(lines.filter((line) => !isKind('hook')(line)));
    assert.match(damages.join('\n'), /is a testCase without its hook/);
  });

  test('the first attempt, behind which a second passes', async () => {
    const lines = await linesOf('--retry', '1', `${SAMPLES.features}/endings.feature`);
    const first = lines.find((line) => /"willBeRetried":true/.test(line)) ?? '';
    const id = /"testCaseStartedId":"([^"]+)"/.exec(first)?.[1] ?? '?';
    const damages = await damagesOf(lines.filter((line) => !line.includes(id)));
    assert.match(damages.join('\n'), /is a testCaseStarted without its attempt \(\S+ 0\)/);
  });

  test('the attempt that was to follow', async () => {
    const lines = green.map((line) => line.replace('"willBeRetried":false', '"willBeRetried":true'));
    assert.match((await damagesOf(lines)).join('\n'), /is a testCaseFinished without its attempt \(\S+ 1\)/);
  });

  test('a step of a test case', async () => {
    const lines = green.map((line) => {
      const { testCase, ...rest } = JSON.parse(line) as Envelope;
      return JSON.stringify(testCase ? { testCase: { ...testCase, testSteps: [] } } : rest);
    });
    assert.match((await damagesOf(lines)).join('\n'), /is a testCase without its step of the scenario/);
  });
});

test('a result that is lost is named: the attempt, or the run, has come to its end', async () => {
  for (const [kind, said] of [
    ['testStepFinished', /is a testCaseFinished without its result/],
    ['testRunStarted', /is a testRunFinished without its testRunStarted/],
  ] as const)
    assert.match((await damagesOf(without(green, kind))).join('\n'), said);
  const hook = [
    '{"testRunHookStarted":{"id":"h1","testRunStartedId":"r","hookId":"x","timestamp":{"seconds":1,"nanos":0}}}',
    '{"hook":{"id":"x","sourceReference":{},"type":"BEFORE_TEST_RUN"}}',
  ];
  const end = green.findIndex(isKind('testRunFinished'));
  const at = [...green.slice(0, end), ...hook];
  assert.match(
    (await damagesOf([...at, ...green.slice(end)])).join('\n'),
    /is a testRunHookStarted without its testRunHookFinished \(h1\)/,
  );
  assert.deepEqual(await damagesOf(at), [], 'a run without an end was interrupted');
});

test('two ends of one step are named', async () => {
  const at = whole.findIndex((line) => line.includes('"status":"FAILED"'));
  const passed = (whole[at] ?? '').replace('"status":"FAILED"', '"status":"PASSED"');
  const damages = await damagesOf([...whole.slice(0, at + 1), passed, ...whole.slice(at + 1)]);
  assert.match(damages.join('\n'), new RegExp(`a.ndjson:${at + 2} says something else of result`));
});

test('a failure whose document is lost is not "filtered out", and the run does not pass', async () => {
  const verdicts = await judged(without(whole, 'gherkinDocument'));
  assert.notEqual(verdicts.gate.exitCode, 0);
  const failed = verdicts.scenarios.find(({ scenario }) =>
    scenario.defined.name.startsWith('Rows are judged'),
  );
  assert.doesNotMatch(failed?.reason ?? '', /^filtered out of this run$/);
});

test('a failure of a scenario that is lost with one message stands against GO all the same', async () => {
  const failing = `${SAMPLES.features}/endings.feature:29`;
  const both = await linesOf(`${SAMPLES.features}/claims.feature:8`, failing);
  for (const kind of ['gherkinDocument', 'pickle', 'testCase', 'testCaseStarted'] as const) {
    const at = both.findLastIndex(
      (line) => isKind(kind)(line) && (kind !== 'pickle' || line.includes('A hook before it fails')),
    );
    const { gate } = await judged(both.filter((_, index) => index !== at));
    assert.deepEqual([gate.decision, gate.exitCode], ['NO-GO', 1], kind);
    assert.match(
      gate.blockers.join('\n'),
      /^a scenario failed of which \S+a\.ndjson has lost what it was: /m,
      kind,
    );
  }
});

test('a line separator of Unicode in a message is no end of a line', async () => {
  assert.deepEqual(
    await damagesOf(green.map((line) => line.replace('comment above', 'comment\u2028above'))),
    [],
  );
});
