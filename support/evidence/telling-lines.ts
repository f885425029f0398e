import { PREVIOUS } from './container-logs.ts';

/** Lines that the message stream holds of a failure. */
const MOST = 20;
const LONGEST = 400;

/** What is said of every container that has started and does not listen yet. */
const OF_ANY_START = /\b(?:Readiness|Startup) probe failed: .*\bconnection refused\b/;

/**
 * The lines that tell most: of each source in turn, the most important source first, none twice; what any start says
 * stands behind all of them.
 */
export function tellingLines(sources: readonly (readonly string[])[]): string[] {
  const chosen: string[] = [];
  const known = new Set<string>();
  const part = (ofAnyStart: boolean) =>
    sources.map((lines) => lines.filter((line) => OF_ANY_START.test(line) === ofAnyStart));
  for (const queues of [part(false), part(true)])
    while (chosen.length < MOST && queues.some((queue) => queue.length > 0))
      for (const queue of queues) {
        const line = nextNew(queue, known);
        if (line !== undefined && chosen.length < MOST) chosen.push(line);
      }
  return chosen;
}

function nextNew(queue: string[], known: Set<string>): string | undefined {
  for (let line = queue.shift(); line !== undefined; line = queue.shift()) {
    const key = line.replace(`${PREVIOUS}: `, ': ').replace(/\d+/g, '#');
    if (known.has(key)) continue;
    known.add(key);
    return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
  }
  return undefined;
}
