import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { lines } from '../cluster/lines.ts';
import { searchLog } from '../logs/grep.ts';
import { type Measurement, rounded } from './measure.ts';

/** Searches a log file with the suite's grep and with `grep -E`, and compares. */
export async function measureGrep(megabytes: number): Promise<Measurement[]> {
  const file = path.join(tmpdir(), `bench-log-${process.pid}`);
  await writeLog(file, megabytes);
  try {
    const own = await timed(async () => {
      const { hits } = await searchLog(lines(createReadStream(file)), ['needle in', 'no such text']);
      if (!hits.get('needle in')?.count) throw new Error('the search of the log found nothing');
    });
    const grep = await timed(async () => {
      const child = spawn('grep', ['-E', '-c', 'needle in|no such text', file], {
        // Into a pipe: with nobody to read it, grep would stop at the first match.
        stdio: ['ignore', 'pipe', 'ignore'],
        env: { ...process.env, LC_ALL: 'C' },
      });
      child.stdout.resume();
      await once(child, 'exit');
    });
    const size = (await stat(file)).size / 1e6;
    return [
      {
        name: 'log grep',
        value: rounded(size / (own / 1_000)),
        unit: 'MB/s',
        how: `a log of ${Math.round(size)} MB, two texts`,
      },
      {
        name: 'log grep against grep -E',
        value: rounded(own / grep),
        unit: 'times slower',
        goal: 'within 3x',
        how: 'the same file and texts, LC_ALL=C',
      },
    ];
  } finally {
    await rm(file, { force: true });
  }
}

async function timed(action: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await action();
  return performance.now() - started;
}

async function writeLog(file: string, megabytes: number): Promise<void> {
  const stream = createWriteStream(file);
  const line =
    'INFO 11-20 10:00:00 metrics.py:351] Avg prompt throughput: 12.3 tokens/s, Running: 1 reqs, Pending: 0 reqs\n';
  const block = Buffer.from(`${line.repeat(9_999)}one needle in the hay\n`);
  for (let written = 0; written < megabytes * 1e6; written += block.length)
    if (!stream.write(block)) await once(stream, 'drain');
  stream.end();
  await finished(stream);
}
