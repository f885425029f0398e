import type { ChildProcess } from 'node:child_process';

/**
 * Waits until a process that was told to end is gone, and kills it after `limit` (real ms): what hangs would be waited for
 * without end. Returns whether it had to be killed.
 */
export async function endOf(child: ChildProcess, limit: number): Promise<boolean> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return false;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  let killed = false;
  const kill = setTimeout(() => {
    killed = child.kill('SIGKILL');
  }, limit);
  await gone;
  clearTimeout(kill);
  return killed;
}
