import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readArguments } from '../../support/selection/arguments.ts';

test('the suite takes its own options, and the runner gets the others as they stand', () => {
  const args = [
    '--tags',
    '@P0 and not @slow',
    '--only=LB-001.29',
    'features/x.feature:12',
    '--rerun',
    'last',
  ];
  assert.deepEqual(readArguments([...args, '--only', 'LB-002', '--dry-run']), {
    help: false,
    problems: [],
    variables: { ONLY: 'LB-001.29,LB-002', RERUN: 'last' },
    rest: ['--tags', '@P0 and not @slow', 'features/x.feature:12', '--dry-run'],
  });
});

test('a misspelt option of the suite and a profile that does not exist are answered with the nearest', () => {
  const said = (...args: string[]) => readArguments(args).problems;
  assert.deepEqual(said('--onyl', 'LB-001'), ['there is no option --onyl; did you mean --only?']);
  assert.deepEqual(said('--rerum=last'), ['there is no option --rerum; did you mean --rerun?']);
  assert.deepEqual(said('-p', 'smok'), said('--profile=smok'));
  assert.match(
    said('-p', 'smok').join(),
    /^there is no profile "smok"; did you mean "smoke"\? .*nightly, signoff$/,
  );
  assert.deepEqual(said('-p', 'smoke', '--order', 'x', '--retry', '1', '--name', 'y', '--dry-run'), []);
});

test('an option without its value is named with an example', () => {
  assert.deepEqual(readArguments(['--rerun']).problems, ['--rerun needs a value: --rerun last']);
  assert.deepEqual(readArguments(['--only', '--tags', '@P0']).problems, [
    '--only needs a value: --only LB-001.29',
  ]);
  assert.deepEqual(readArguments(['--rerun=a', '--rerun=b']).problems, ['--rerun takes one run']);
});

test('shards of the runner are refused: they would not say of which run they are', () => {
  const said = (...args: string[]) => readArguments(args).problems;
  const sentence = (value: string): string[] => [
    `--shard is not taken, because its parts do not say which shards they are: write SHARD=${value}`,
  ];
  assert.deepEqual(said('--shard', '2/4', '--name', 'x'), sentence('2/4'));
  assert.deepEqual(said('--shard=2/4'), sentence('2/4'));
  for (const args of [['--shard'], ['--shard='], ['--shard', '--name']])
    assert.deepEqual(said(...args), sentence('1/2'));
});
