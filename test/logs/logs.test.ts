import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lines } from '../../support/cluster/lines.ts';
import { criticalLines } from '../../support/logs/critical-lines.ts';
import { anyHit, saidInstead, searchLog } from '../../support/logs/grep.ts';

test('literal texts are counted, with examples, and special characters are only characters', async () => {
  const search = await searchLog(['a.b', 'axb', 'POST /v1 (x)', 'a.b again'], ['a.b', '(x)']);
  assert.deepEqual(search.hits.get('a.b'), { count: 2, examples: ['a.b', 'a.b again'] });
  assert.equal(search.hits.get('(x)')?.count, 1);
  assert.ok(anyHit(search, ['nothing', 'a.b']));
  assert.ok(!anyHit(search, ['nothing']));
});

test('an empty text is refused: it would be found in every log', async () => {
  await assert.rejects(searchLog(['x'], ['']), /an empty text is in every line/);
});

test('what the log said instead is quoted, and an empty log is called empty', async () => {
  assert.match(saidInstead(await searchLog(['first', 'last'], ['z'])), /2 lines.*"last"/);
  assert.equal(saidInstead(await searchLog([], ['z'])), 'the log is empty');
});

test('of a log that repeats itself each line is quoted once, the latest last', async () => {
  const start = (second: number, error: string) => [
    `2026-11-27 08:00:0${second} INFO Initializing`,
    `2026-11-27 08:00:0${second + 1} INFO Downloading`,
    `2026-11-27 08:00:0${second + 2} ERROR ${error}`,
  ];
  const said = saidInstead(await searchLog([...start(1, 'Failed'), ...start(5, 'Failed')], ['z']));
  assert.match(
    said,
    /^6 lines, the last: "[^"]*05 INFO Init[^"]*", "[^"]*06 INFO Down[^"]*", "[^"]*07 ERROR F[^"]*"$/,
  );
});

test('a line that tells of trouble is not cut before its cause, any other is', async () => {
  const [path, cause] = ['/a/long/path'.repeat(20), 'NoCredentialsError: Unable to locate credentials'];
  const said = saidInstead(await searchLog([`ERROR ${path}: ${cause}`, `INFO ${path}: and so on`], ['z']));
  assert.ok(said.includes(cause), said);
  assert.doesNotMatch(said, /and so on/);
  assert.match(said, /…"$/);
});

test('lines that come at once are searched at once, and each counts, across chunks and without an end', async () => {
  async function* chunks() {
    for (const text of ['first nee', 'dle\nsecond\nthird needle\nfou', 'rth\n', 'ERROR: needle'])
      yield Buffer.from(text);
  }
  const search = await searchLog(lines(chunks()), ['needle', 'fourth']);
  assert.equal(search.lines, 5);
  assert.deepEqual(search.hits.get('needle'), {
    count: 3,
    examples: ['first needle', 'third needle', 'ERROR: needle'],
  });
  assert.deepEqual(search.tail, ['first needle', 'second', 'third needle', 'fourth', 'ERROR: needle']);
  assert.deepEqual(await criticalLines(lines(chunks())), {
    read: 5,
    found: [{ number: 5, line: 'ERROR: needle' }],
  });
  const one: string[] = [];
  for await (const line of lines(chunks())) one.push(line);
  assert.deepEqual(one, search.tail);
});

test('a million lines pass in constant memory', async () => {
  function* many() {
    for (let i = 0; i < 1_000_000; i++)
      yield i % 1000 === 0 ? `line ${i} needle` : 'line of hay with some length to it';
  }
  const search = await searchLog(many(), ['needle']);
  assert.equal(search.hits.get('needle')?.count, 1000);
  assert.equal(search.hits.get('needle')?.examples.length, 3);
});

const critical = [
  'ERROR 11-20 10:00:00 engine.py:12] it broke',
  'INFO:x ERROR: nope'.slice(7),
  'CRITICAL: out',
  'Traceback (most recent call last):',
  '{"level":"error","msg":"x"}',
  'E1120 10:00:00.123456 1 main.go:1] bad',
  'panic: runtime error',
  'fatal error: concurrent map read and map write',
  '(EngineCore_DP0 pid=74) Traceback (most recent call last):',
  'time="2026-01-02T03:04:05Z" level=error msg="x"',
];
const harmless = [
  'INFO: 0 errors, 0 failed',
  'INFO 11-20 args: --disable-log-errors',
  'the word Error inside a sentence',
  '{"level":"info","msg":"no error"}',
  'GET /errors 200',
  'time="2026-01-02T03:04:05Z" level=info msg="fatal error: none"',
  'INFO args: --log-level=error-free',
];
test('levels are recognised where loggers put them', async () => {
  assert.deepEqual(
    (await criticalLines(critical)).found.map(({ line }) => line),
    critical,
  );
  assert.deepEqual((await criticalLines(harmless)).found, []);
});

test('tolerated texts are passed over and lines keep their number', async () => {
  const { found, read } = await criticalLines(['ok', 'ERROR: known', 'ERROR: new'], ['known']);
  assert.equal(read, 3);
  assert.deepEqual(found, [{ number: 3, line: 'ERROR: new' }]);
});
