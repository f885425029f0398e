import assert from 'node:assert/strict';
import { execFile, execFileSync, spawnSync } from 'node:child_process';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { setTimeout as aWhile } from 'node:timers/promises';
import { promisify } from 'node:util';
import { publish } from '../../support/reports/publish.ts';
import { alone } from '../../support/reports/publish-lock.ts';
import { PUBLIC_FILES, RENDERED } from '../../support/reports/report-files.ts';
import { withdraw } from '../../support/reports/withdrawn.ts';
import { scratch } from '../scratch.ts';
import { until } from '../until.ts';

const NAMES = ['run.json', 'signoff.html', 'signoff.json', 'traceability.md'];

/** A folder of reports that all say the same, with something in it that is not one. */
function reports(text: string, names: readonly string[] = NAMES): string {
  const folder = scratch('reports');
  for (const name of names) writeFileSync(path.join(folder, name), text);
  mkdirSync(path.join(folder, 'html'));
  writeFileSync(path.join(folder, 'html', 'index.html'), text);
  return folder;
}

const contents = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true, encoding: 'utf8' })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .map((file) => [path.relative(folder, file), readFileSync(file, 'utf8')]),
  );

test('the reports of a run replace those of the run before, with nothing of that left', async () => {
  const [from, to] = [reports('new', ['run.json', 'signoff.html']), reports('old')];
  writeFileSync(path.join(to, 'history.ndjson'), 'stays');
  await publish(from, to);
  assert.deepEqual(contents(to), { ...contents(from), 'history.ndjson': 'stays' });
});

test('what cannot be copied leaves the reports of the run before as they were', async () => {
  const [from, to] = [reports('new'), reports('old')];
  mkdirSync(path.join(from, 'evidence'));
  execFileSync('mkfifo', [path.join(from, 'evidence', 'x')]);
  const before = contents(to);
  await assert.rejects(publish(from, to));
  assert.deepEqual(contents(to), before);
});

test('what cannot be replaced leaves the reports of the run before as they were', async (t) => {
  const [from, to] = [reports('new'), reports('old')];
  const fixed = path.join(to, 'signoff.html');
  try {
    execFileSync('chattr', ['+i', fixed], { stdio: 'ignore' });
  } catch {
    t.skip('this file system or user has no files that cannot be replaced');
    return;
  }
  t.after(() => execFileSync('chattr', ['-i', fixed]));
  const before = contents(to);
  await assert.rejects(publish(from, to), /signoff\.html/);
  assert.deepEqual(contents(to), before);
});

/** A process of its own that publishes a folder several times. */
const publishing = (from: string, to: string) =>
  promisify(execFile)(process.execPath, [
    '--input-type=module',
    '-e',
    `import { publish } from './support/reports/publish.ts';
     for (let time = 0; time < 25; time += 1) await publish(...${JSON.stringify([from, to])});`,
  ]);

test('runs that end together publish one after the other: what lies there is of one of them', async () => {
  const to = scratch('published');
  const runs = ['one', 'two', 'three'].map((text) => reports(text));
  await Promise.all(runs.map((from) => publishing(from, to)));
  const [text] = new Set(Object.values(contents(to)));
  assert.deepEqual(contents(to), contents(runs.find((from) => contents(from)['run.json'] === text) ?? ''));
  assert.deepEqual(readdirSync(to).sort(), ['html', ...NAMES]);
});

test('a run is not published in place of one that began later, whether that has reports or was killed', async () => {
  const of = (id: string, hour: number): string => {
    const folder = reports(id, ['signoff.html']);
    const run = { id, seed: 1, startedAt: `2026-01-01T${hour}:00:00Z`, directory: folder };
    const settings = { run, target: { name: 'kind' }, releases: {} };
    const file = JSON.stringify({ settings, capabilities: {}, versions: {} });
    writeFileSync(path.join(folder, 'run.json'), file);
    return folder;
  };
  const [first, second, to] = [of('first', 10), of('second', 11), scratch('published')];
  const shown = () => readFileSync(path.join(to, 'signoff.html'), 'utf8');
  assert.equal(await publish(second, to), undefined);
  assert.equal((await publish(first, to))?.id, 'second');
  assert.equal(shown(), 'second');
  const killed = { id: 'third', startedAt: '2026-01-01T12:00:00.000Z' };
  await withdraw(to, PUBLIC_FILES, { because: 'run third began', elsewhere: 'nowhere', run: killed });
  assert.deepEqual(await publish(second, to), killed);
  assert.match(shown(), /NO REPORTS.*run third began/s);
  assert.equal(await publish(of('fourth', 13), to), undefined);
  assert.equal(shown(), 'fourth');
});

test('a run that was going on when a later call was refused is published: that call was no run', async () => {
  const [from, to] = [reports('first'), scratch('published')];
  const run = { id: 'first', seed: 1, startedAt: '2026-01-01T10:00:00Z', directory: from };
  const settings = { run, target: { name: 'kind' }, releases: {} };
  writeFileSync(path.join(from, 'run.json'), JSON.stringify({ settings, capabilities: {}, versions: {} }));
  await withdraw(to, RENDERED, { because: 'npm run acceptance ended: 1 mistake', elsewhere: 'nowhere' });
  assert.equal(await publish(from, to), undefined);
  assert.deepEqual(contents(to), contents(from));
});

test('who died while it published is not waited for, and who lives is named', async () => {
  const [from, to] = [reports('new'), reports('old')];
  const lock = path.join(to, '.publishing');
  const { pid: dead } = spawnSync('true');
  symlinkSync(`${dead} r1`, lock);
  mkdirSync(path.join(to, `being-replaced-${dead}`, 'old'), { recursive: true });
  await publish(from, to);
  assert.deepEqual(contents(to), contents(from));
  assert.deepEqual(readdirSync(to).sort(), ['html', ...NAMES]);
  symlinkSync(`${process.ppid} r2`, lock);
  await assert.rejects(
    alone(to, 'r3', () => assert.fail('not alone'), 10),
    new RegExp(`run r2 \\(process ${process.ppid}\\) is publishing .* delete ${lock}$`),
  );
  assert.equal(readlinkSync(lock), `${process.ppid} r2`, 'the lock of the other stays');
});

test('a process that has the number of one that died is not taken for it', async () => {
  const folder = scratch('locked');
  const lock = path.join(folder, '.publishing');
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  const holding = alone(folder, 'r1', () => ended);
  await until('the lock is there', () => readdirSync(folder).length === 1);
  const [, run, id, ...born] = readlinkSync(lock).split(' ');
  end();
  await holding;
  assert.equal(born.length, process.platform === 'linux' ? 1 : 0, 'it says when its process began');
  symlinkSync([process.ppid, run, id, 'another-boot:1'].join(' '), lock);
  const entered = alone(folder, 'r2', async () => readlinkSync(lock), 10);
  if (process.platform === 'linux') assert.match(await entered, new RegExp(`^${process.pid} r2 `));
  else await assert.rejects(entered, /run r1 .* is publishing/);
});

/** A process of its own that enters a folder alone, several times, and every other time dies in it; says what it met there. */
const entering = (folder: string) =>
  promisify(execFile)(process.execPath, [
    '--input-type=module',
    '-e',
    `import { mkdirSync, rmdirSync, existsSync, writeFileSync } from 'node:fs';
     import { alone } from './support/reports/publish-lock.ts';
     const [folder, inside] = ${JSON.stringify([folder, path.join(folder, 'inside')])};
     writeFileSync(folder + '/there-' + process.pid, '');
     while (!existsSync(folder + '/go'));
     for (let time = 0; time < 4; time += 1)
       await alone(folder, 'r', async () => {
         try { mkdirSync(inside); } catch { console.log('two'); process.exit(); }
         await new Promise((resolve) => setTimeout(resolve, 2));
         rmdirSync(inside);
         if (time === 3) process.exit();
       });`,
  ]);

test('of many that find the lock of one that died a single one takes it over', async () => {
  const folder = scratch('locked');
  symlinkSync(`${spawnSync('true').pid} r1`, path.join(folder, '.publishing'));
  const processes = Array.from({ length: 8 }, () => entering(folder));
  await until('all are there', () => readdirSync(folder).length === processes.length + 1);
  writeFileSync(path.join(folder, 'go'), '');
  const outputs = await Promise.all(processes);
  assert.deepEqual(outputs.map(({ stdout }) => stdout).join(''), '');
});

test('who ends takes its own lock away, and not that of another who came in its place', async () => {
  const folder = scratch('locked');
  const lock = path.join(folder, '.publishing');
  await alone(folder, 'r1', async () => {
    rmSync(lock);
    symlinkSync(`${process.ppid} r2`, lock);
  });
  assert.equal(readlinkSync(lock), `${process.ppid} r2`);
});

test('what lies in the place of the lock and is none is named', async () => {
  const folder = scratch('locked');
  writeFileSync(path.join(folder, '.publishing'), '');
  const entered = alone(folder, 'r1', () => assert.fail('not alone'), 10);
  await assert.rejects(entered, /\.publishing is no lock of a run: delete it$/);
});

test('two that publish in one process do so one after the other', async () => {
  const folder = scratch('locked');
  const inside = path.join(folder, 'inside');
  const enter = () =>
    alone(folder, 'r', async () => {
      mkdirSync(inside);
      await aWhile(20);
      rmSync(inside, { recursive: true });
    });
  await Promise.all([enter(), enter(), enter()]);
});
