import assert from 'node:assert/strict';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { before, describe, test } from 'node:test';
import { judge } from '../../support/judge/judge.ts';
import { loadVerdicts } from '../../support/judge/load.ts';
import type { CheckVerdict, Verdicts } from '../../support/verdict/model.ts';
import { runFile } from './samples/judged.ts';
import { record, SAMPLES } from './samples/record.ts';

let messages: string;
let verdicts: Verdicts;

before(async () => {
  messages = await record();
  verdicts = await loadVerdicts([messages], SAMPLES);
});

function check(id: string, of = verdicts): CheckVerdict {
  const found = of.requirements.flatMap(({ checks }) => checks).find((it) => it.check.id === id);
  assert.ok(found, `no check ${id}`);
  return found;
}

const scenario = (name: string, of = verdicts) => {
  const found = of.scenarios.find((it) => it.scenario.defined.name === name);
  assert.ok(found, `no scenario ${name}`);
  return found;
};

describe('the verdict of a check', () => {
  const expected: Record<string, [verdict: string, line: number | undefined]> = {
    'LB-001.1': ['passed', 10],
    'LB-001.2': ['passed', 10],
    'LB-001.3': ['passed', 16],
    'LB-001.4': ['failed', 17],
    'LB-001.5': ['passed', 18],
    'LB-001.6': ['not-promised', 19],
    'LB-001.7': ['passed', 28],
    'LB-001.8': ['failed', 29],
    'LB-001.9': ['failed', 34],
    'LB-001.10': ['not-reached', 36],
    'LB-001.11': ['not-run', undefined],
    'LB-002.1': ['blocked', 53],
    'LB-003.1': ['skipped', 7],
    'LB-003.2': ['not-reached', 12],
    'LB-003.3': ['not-reached', 17],
    'LB-003.4': ['flaky', 26],
    'LB-003.5': ['blocked', 31],
    'LB-003.6': ['passed', 36],
    'EC-LB-001.2': ['passed', 21],
  };
  for (const [id, [verdict, line]] of Object.entries(expected))
    test(`${id} is ${verdict}${line === undefined ? '' : `, decided on line ${line}`}`, () => {
      assert.equal(check(id).verdict, verdict);
      assert.equal(check(id).places[0]?.line, line);
    });

  test('carries its reason', () => {
    assert.equal(check('LB-001.4').reason, 'expected 8000, got 80');
    assert.equal(check('LB-001.6').reason, 'the release does not say so');
    assert.equal(check('LB-001.10').reason, 'not reached: no route there');
    assert.equal(check('LB-003.1').reason, 'needs gpu; found no node with one');
    assert.equal(check('LB-003.4').reason, 'passed in attempt 2 of 2; before: not yet');
    assert.equal(check('LB-001.11').reason, 'no scenario decides it yet');
  });
});

describe('the verdict of a scenario', () => {
  test('is failed when a hook after it fails, though its check passed', () => {
    const { verdict, reason } = scenario('A hook after it fails');
    assert.equal(verdict, 'failed');
    assert.equal(reason, 'after the scenario: the namespace stays: finalizer kept');
  });

  test('is blocked when a Given or a hook before it fails', () => {
    assert.equal(scenario('Nor is this one').verdict, 'blocked');
    assert.equal(scenario('A hook before it fails').verdict, 'blocked');
    assert.equal(scenario('What an earlier failure spoils is blocked, at any step').verdict, 'blocked');
  });

  test('leads to its evidence', () => {
    assert.equal(scenario('Nor is this one').evidence?.directory, 'evidence/lb-002/x');
  });
});

test('a requirement is as bad as its worst check, and as its scenarios where they fail at no check', () => {
  const verdictOf = Object.fromEntries(verdicts.requirements.map((it) => [it.requirement.id, it.verdict]));
  assert.deepEqual(verdictOf, {
    'LB-001': 'failed',
    'LB-002': 'blocked',
    // Its checks are flaky at worst; a clean-up of one of its scenarios failed, and a step without a check of another.
    'LB-003': 'failed',
    'EC-LB-001': 'failed',
    'EC-ANY-001': 'not-run',
    'OT-HELP-01': 'not-run',
  });
});

test('a failure fails the gate', () => {
  assert.equal(verdicts.gate.decision, 'NO-GO');
  assert.equal(verdicts.gate.exitCode, 1);
  const blockers = verdicts.gate.blockers.join('\n');
  assert.match(
    blockers,
    /claims\.feature:13 "Rows are judged one by one" failed: LB-001\.4: expected 8000, got 80/,
  );
  assert.match(blockers, /endings\.feature:24 "It passes at the second attempt" is flaky/);
});

describe('merging', () => {
  test('the same file twice changes nothing', async () => {
    const twice = await loadVerdicts([messages, messages], SAMPLES);
    assert.equal(scenario('It passes at the second attempt', twice).scenario.attempts.length, 2);
    assert.deepEqual(
      twice.scenarios.map(({ verdict }) => verdict),
      verdicts.scenarios.map(({ verdict }) => verdict),
    );
  });

  test('a copy that tells an attempt otherwise is named, whichever of the two comes first', async () => {
    const changed = path.join(path.dirname(messages), 'changed.ndjson');
    const text = await readFile(messages, 'utf8');
    await writeFile(changed, text.replaceAll('"status":"FAILED"', '"status":"PASSED"'));
    for (const files of [
      [messages, changed],
      [changed, messages],
    ]) {
      const { run } = (await loadVerdicts(files, SAMPLES)).inputs;
      assert.match(run.damages.join('\n'), /claims\.feature:13 "Rows are judged one by one" otherwise than/);
    }
  });

  test('shards add up and repeats become attempts', async () => {
    const claims = await record(`${SAMPLES.features}/claims.feature`);
    const endings = await record(`${SAMPLES.features}/endings.feature`);
    const merged = await loadVerdicts(
      [claims, endings, claims, await record(`${SAMPLES.features}/claims.feature:8`)],
      SAMPLES,
    );
    assert.equal(scenario('A step decides by the comment above it', merged).scenario.attempts.length, 2);
    assert.equal(scenario('A capability is missing', merged).verdict, 'skipped');
    assert.equal(scenario('Attachments are shown as text', merged).verdict, 'not-run');
  });
});

describe('the day by which entries expire', () => {
  test('is that of the latest of the merged runs, in whatever order they are given', async () => {
    const later = path.join(path.dirname(messages), 'later.ndjson');
    const text = await readFile(messages, 'utf8');
    const started = verdicts.inputs.run.startedAt?.getTime() ?? 0;
    const month = 30 * 86_400;
    await writeFile(
      later,
      text.replace(
        /("testRunStarted":.*?"seconds":)(\d+)/,
        (_, before, s) => `${before}${Number(s) + month}`,
      ),
    );
    for (const files of [
      [messages, later],
      [later, messages],
    ]) {
      const { inputs } = await loadVerdicts(files, SAMPLES);
      assert.equal(inputs.today.getTime(), started + month * 1_000);
      assert.equal(inputs.run.startedAt?.getTime(), started);
    }
  });
});

describe('a run that stops at its first failure', () => {
  test('did not run what is left, though every step of it is recorded as skipped', async () => {
    const stopped = await loadVerdicts(
      [await record('--fail-fast', `${SAMPLES.features}/claims.feature`)],
      SAMPLES,
    );
    assert.equal(scenario('Rows are judged one by one', stopped).verdict, 'failed');
    const behind = scenario('What stands behind a failure is not reached', stopped);
    assert.equal(behind.scenario.attempts.length, 1);
    assert.equal(behind.verdict, 'not-run');
    assert.equal(check('LB-001.9', stopped).verdict, 'not-run');
    assert.ok(stopped.gate.missing.some((it) => /^\d+ selected scenarios? did not run$/.test(it)));
  });
});

describe('a run of less than everything', () => {
  test('is PARTIAL and passes on what it selected', async () => {
    const part = await loadVerdicts([await record(`${SAMPLES.features}/claims.feature:8`)], SAMPLES);
    assert.equal(part.gate.decision, 'PARTIAL');
    assert.match(part.gate.because, /, but run\.json is missing: nobody knows which target this was; /);
    assert.equal(part.gate.exitCode, 1);
    const known = judge({ ...part.inputs, runFile: runFile() }).gate;
    assert.deepEqual([known.decision, known.exitCode], ['PARTIAL', 0]);
    assert.equal(check('LB-001.9', part).reason, 'filtered out of this run');
    assert.equal(check('LB-003.1', part).verdict, 'not-run');
    assert.ok(part.gate.missing.includes('16 scenarios of 17 not selected'));
    assert.ok(part.gate.missing.some((it) => it.startsWith('LB-001 (P0): 9 of 11 checks open')));
  });

  test('has judged nothing when everything was skipped', async () => {
    const skipped = await loadVerdicts([await record(`${SAMPLES.features}/endings.feature:5`)], SAMPLES);
    assert.equal(skipped.gate.decision, 'NOTHING JUDGED');
    assert.equal(skipped.gate.exitCode, 2);
    assert.match(
      skipped.gate.because,
      /every selected scenario was skipped: needs gpu; found no node with one/,
    );
  });

  test('has judged nothing when nothing was selected', async () => {
    const none = await loadVerdicts([await record('--tags', '@nobody')], SAMPLES);
    assert.equal(none.gate.because, 'no scenario was selected');
    assert.equal(none.gate.exitCode, 2);
  });
});

describe('a damaged recording', () => {
  const copy = async (name: string, change: (text: string) => string): Promise<string> => {
    const file = path.join(path.dirname(messages), name);
    await writeFile(file, change(await readFile(messages, 'utf8')));
    return file;
  };

  test('that is cut off is an interrupted run, and the rest is still judged', async () => {
    const file = await copy('cut.ndjson', (text) => {
      const lines = text.trimEnd().split('\n');
      const middle = lines.findLastIndex((line) => line.includes('"testStepStarted"'));
      return `${lines.slice(0, middle).join('\n')}\n${lines[middle]?.slice(0, 20)}`;
    });
    const cut = await loadVerdicts([file], SAMPLES);
    assert.equal(cut.gate.decision, 'INTERRUPTED');
    assert.equal(cut.gate.exitCode, 130);
    assert.match(cut.inputs.run.damages[0] ?? '', /cut\.ndjson:\d+ is not a message \(cut off\): left out/);
    assert.equal(check('LB-001.1', cut).verdict, 'passed');
    assert.equal(scenario('Attachments are shown as text', cut).verdict, 'not-reached');
  });

  test('names each bad line and keeps the run from GO', async () => {
    const file = await copy('bad.ndjson', (text) => text.replace(/\n/, '\n{"damaged": tru}\n\0\0\0\n[]\n'));
    const bad = await loadVerdicts([file], SAMPLES);
    assert.deepEqual(
      bad.inputs.run.damages.map((it) => it.replace(/^.*bad/, 'bad')),
      [
        'bad.ndjson:2 is not a message (damaged): left out',
        'bad.ndjson:3 is not a message (holds zero bytes): left out',
        'bad.ndjson:4 is not a message (damaged): left out',
        'bad.ndjson is not as run r1 wrote it: its lines have another digest than the run noted',
      ],
    );
    assert.equal(check('LB-001.1', bad).verdict, 'passed');
    assert.equal(bad.gate.exitCode, 1);
    assert.ok(bad.gate.missing.some((it) => it.includes('bad.ndjson:2')));
  });

  test('that is empty or missing judges nothing', async () => {
    const empty = await copy('empty.ndjson', () => '');
    for (const file of [empty, `${empty}.missing`]) {
      const none = await loadVerdicts([file], SAMPLES);
      assert.equal(none.gate.exitCode, 130);
      assert.equal(none.inputs.run.damages.length, 1);
    }
    await appendFile(empty, '\n');
  });

  test('is told in one sentence from a file that is no recording at all', async () => {
    for (const text of ['# A page\n\nof text\n', '{"a":1}\n{"b":2}\n', 'null\n5\n']) {
      const other = await loadVerdicts([await copy('other.ndjson', () => text)], SAMPLES);
      assert.deepEqual(
        other.inputs.run.damages.map((it) => it.replace(/^.*other/, 'other')),
        ['other.ndjson is no recording of a run: it holds no message of cucumber'],
      );
      assert.notEqual(other.gate.exitCode, 0);
    }
  });
});
