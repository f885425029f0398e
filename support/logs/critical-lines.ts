import { batchesOf } from '../cluster/lines.ts';

/**
 * A line of a log at a critical level. Levels are recognised where loggers put them, so that a harmless line
 * that merely speaks of errors ("0 errors", "--disable-log-errors") is not one.
 */
export interface CriticalLine {
  number: number;
  line: string;
}

const LEVELS = [
  // Python and uvicorn: `ERROR 01-02 03:04:05 engine.py:12] …`, `CRITICAL: …`
  /^(?:\S+\s+){0,2}(?:ERROR|CRITICAL|FATAL)\b[\s:[\]]/,
  // zap and other JSON loggers
  /"level":\s*"(?:error|fatal|panic|dpanic)"/i,
  // klog: E0102 03:04:05.678 …
  /^[EF]\d{4} \d{2}:\d{2}:\d{2}/,
  // logfmt
  /(?:^|\s)level="?(?:error|fatal|panic|critical)\b/i,
  // Python, behind the name of its process where vLLM puts one: `(EngineCore_DP0 pid=74) Traceback …`
  /^(?:\([^)]*\) )?Traceback \(most recent call last\)/,
  // Go
  /^(?:panic|fatal error): /,
];

/** Lines at a critical level, at most `most` of them, except those that hold one of the tolerated texts. */
export async function criticalLines(
  lines: AsyncIterable<string> | Iterable<string>,
  tolerated: readonly string[] = [],
  most = 20,
): Promise<{ read: number; found: CriticalLine[] }> {
  const found: CriticalLine[] = [];
  let read = 0;
  for await (const batch of batchesOf(lines))
    for (const line of batch) {
      read += 1;
      if (found.length >= most || !LEVELS.some((level) => level.test(line))) continue;
      if (!tolerated.some((text) => line.includes(text))) found.push({ number: read, line });
    }
  return { read, found };
}
