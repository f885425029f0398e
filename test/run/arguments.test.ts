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

test('an option without its value is named with an example', () => {
  assert.deepEqual(readArguments(['--rerun']).problems, ['--rerun needs a value: --rerun last']);
  assert.deepEqual(readArguments(['--only', '--tags', '@P0']).problems, [
    '--only needs a value: --only LB-001.29',
  ]);
  assert.deepEqual(readArguments(['--rerun=a', '--rerun=b']).problems, ['--rerun takes one run']);
});
