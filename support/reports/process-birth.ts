import { readFileSync } from 'node:fs';

/** Where `stat` names its start, behind the name of the program: field 22 of proc(5), the first behind it being 3. */
const START = 22 - 3;

/**
 * What tells a process from an earlier one that had its number: the boot of the machine, and how many ticks after it the
 * process began. Undefined where the system does not say it, as macOS does not, or shows nothing of that process.
 */
export function birthOf(pid: number): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name of a program may hold blanks and brackets.
    const start = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[START];
    return start && `${boot}:${start}`;
  } catch {
    return undefined;
  }
}
