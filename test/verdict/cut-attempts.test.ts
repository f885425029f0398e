import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { Envelope } from '@cucumber/messages';
import { decideClaim, decideScenario } from '../../support/verdict/decide.ts';
import { readMessageStream } from '../../support/verdict/message-stream.ts';
import { type RecordedRun, recordedRun } from '../../support/verdict/recorded-run.ts';
import { scratch } from '../scratch.ts';
import { unmarked } from './samples/mark.ts';
import { record } from './samples/record.ts';

/** A recording, its lines, and one of a later run in which the same scenarios passed. */
async function failedThenPassed(): Promise<{ lines: string[]; passing: string; folder: string }> {
  const folder = scratch('cut');
  const lines = unmarked(
    readFileSync(await record(), 'utf8')
      .trimEnd()
      .split('\n'),
  );
  const passing = path.join(folder, 'passing.ndjson');
  writeFileSync(passing, lines.map((line) => `${JSON.stringify(healed(JSON.parse(line)))}\n`).join(''));
  return { lines, passing, folder };
}

/** A message as it would stand in a later run in which nothing failed. */
function healed({ testStepFinished, testCaseStarted, testCaseFinished, attachment, ...rest }: Envelope) {
  const later = (id: string | undefined): string => `${id}-later`;
  const inLater = <Part extends { testCaseStartedId?: string }>(part: Part): Part => ({
    ...part,
    testCaseStartedId: later(part.testCaseStartedId),
  });
  if (testStepFinished)
    return {
      testStepFinished: {
        ...inLater(testStepFinished),
        testStepResult: { status: 'PASSED', duration: { seconds: 0, nanos: 0 } },
      },
    };
  if (testCaseStarted) {
    const { seconds, nanos } = testCaseStarted.timestamp;
    const timestamp = { seconds: seconds + 600, nanos };
    return { testCaseStarted: { ...testCaseStarted, id: later(testCaseStarted.id), timestamp } };
  }
  if (testCaseFinished) return { testCaseFinished: inLater(testCaseFinished) };
  if (attachment) {
    const body = attachment.body.replaceAll('"failed"', '"passed"');
    return { attachment: inLater({ ...attachment, body, ...(body === '{"broken": ' && { body: '[]' }) }) };
  }
  return rest;
}

const merged = async (...files: readonly string[]): Promise<RecordedRun> =>
  recordedRun(await Promise.all(files.map((file) => readMessageStream(file))));

/** Where the first failure of each scenario stands, of a row or of a step, by the key of the scenario. */
async function failuresIn(lines: readonly string[], file: string): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  const { scenarios } = await merged(file);
  const keyOf = new Map(
    scenarios.flatMap(({ attempts, defined }) => attempts.map(({ id }) => [id, defined.key])),
  );
  for (const [index, line] of lines.entries()) {
    const { testStepFinished, attachment } = JSON.parse(line) as Envelope;
    const failed = testStepFinished?.testStepResult.status === 'FAILED';
    if (!failed && !attachment?.body.includes('"verdict":"failed"')) continue;
    const key = keyOf.get((testStepFinished ?? attachment)?.testCaseStartedId ?? '') ?? '';
    if (!found.has(key)) found.set(key, index);
  }
  return found;
}

test('a failure that was recorded stays one, wherever behind it the recording ends', async () => {
  const { lines, passing, folder } = await failedThenPassed();
  const whole = path.join(folder, 'whole.ndjson');
  writeFileSync(whole, `${lines.join('\n')}\n`);
  const failures = await failuresIn(lines, whole);
  assert.ok(failures.size > 5, String(failures.size));
  const alone = new Map((await merged(whole)).scenarios.map((scenario) => [scenario.defined.key, scenario]));
  const begin = Math.min(...failures.values()) - 3;
  for (let end = begin; end < lines.length; end += 1) {
    const cut = path.join(folder, 'cut.ndjson');
    writeFileSync(cut, `${lines.slice(0, end + 1).join('\n')}\n`);
    for (const scenario of (await merged(cut, passing)).scenarios) {
      const { key, claims } = scenario.defined;
      const failedAt = failures.get(key);
      const old = alone.get(key);
      if (failedAt === undefined || old === undefined) continue;
      const verdict = decideScenario(scenario).verdict;
      assert.equal(verdict, end >= failedAt ? 'flaky' : 'passed', `${key} cut behind line ${end + 1}`);
      for (const claim of claims)
        if (end >= failedAt && decideClaim(old, claim).verdict === 'failed')
          assert.equal(decideClaim(scenario, claim).verdict, 'flaky', `${claim.check}, line ${end + 1}`);
    }
  }
});
