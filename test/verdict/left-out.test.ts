import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { loadVerdicts } from '../../support/judge/load.ts';
import { readMessageStream } from '../../support/verdict/message-stream.ts';
import { messagesIn, wholeProject } from './samples/whole-project.ts';

const { run: runOf, told, feature, sources } = wholeProject('left-out');
feature('c.feature', ['LB-002.1', 'it passes']);
const [A, B] = [['a.feature'], ['b.feature']];
const NONE =
  /^PARTIAL\n1\n1 scenario of 5 \(\S*c\.feature.*\) is in none of the merged runs: give the recordings of all parts, or run what is in none\n/;

describe('what no run of a merge was of', () => {
  test('may be a part that is lost: parts of one common run do not pass without it', async () => {
    const seven = { commonRun: '7' };
    assert.match(await told(await runOf('r1', A, seven), await runOf('r2', B, seven)), NONE);
  });

  test('is left out by a filter where one run, or all shards of one, were asked for no more', async () => {
    const first = await runOf('r1', A, { commonRun: '7' });
    assert.match(await told(first), /^PARTIAL\n0\n2 scenarios of 5 not selected\n/);
    const { lines } = await readMessageStream(messagesIn(first));
    const repeats = [{ run: 'r1', lines, messages: messagesIn(first) }];
    const again = await runOf('r2', A, { commonRun: '7', repeats });
    assert.match(await told(again, first), /^PARTIAL\n0\n2 scenarios of 5 not selected\n/);
    const shard = (index: number, more: object = { run: '7' }) => ({
      shard: { index, count: 2, of: 'x', ...more },
    });
    const shards = [await runOf('r1', A, shard(1)), await runOf('r2', B, shard(2))];
    assert.match(await told(...shards), /^PARTIAL\n0\n1 scenario of 5 not selected\n/);
    assert.match(await told(...shards, await runOf('r3', B, { commonRun: '7' })), NONE);
    const unnamed = [await runOf('r1', A, shard(1, {})), await runOf('r2', B, shard(2, {}))];
    assert.match(await told(...unnamed), NONE, 'nobody knows whether these are of one run');
  });

  test('is missed beside a part of a common run that was to be merged and is alone', async () => {
    const alone = async (settings: object): Promise<string> => {
      const folder = await runOf('r1', A, settings);
      const { gate } = await loadVerdicts([messagesIn(folder)], sources, [], undefined, true);
      return [gate.decision, gate.exitCode, ...gate.missing].join('\n');
    };
    assert.match(
      await alone({ commonRun: '7' }),
      /^PARTIAL\n1\nrun r1 is a part of the common run "7" and was given alone: 2 scenarios of 5 \(.*\) are not in it; /,
    );
    assert.match(await alone({}), /^PARTIAL\n0\n2 scenarios/, 'it is no part of anything');
  });
});
