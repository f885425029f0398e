import { cp, rm } from 'node:fs/promises';
import path from 'node:path';
import { EVIDENCE_FOLDER } from '../verdict/evidence-home.ts';

/**
 * Copies the evidence of the runs that message files belong to into the directory that reports are written to, below
 * `evidence/<home>`, so that the links of those reports lead somewhere. A run that is rendered in place keeps its own.
 */
export async function copyEvidence(
  messageFiles: readonly string[],
  homes: readonly string[],
  directory: string,
): Promise<void> {
  const copied = new Set<string>();
  for (const [index, messages] of messageFiles.entries()) {
    const from = path.resolve(path.dirname(messages));
    if (from === path.resolve(directory) || copied.has(from)) continue;
    copied.add(from);
    const home = homes[index] ?? '';
    const to = path.join(directory, EVIDENCE_FOLDER, home);
    // Only a folder of our own naming is cleared: without one, `evidence` may hold what nobody else has.
    if (home !== '') await rm(to, { recursive: true, force: true });
    await copyFolder(path.join(from, EVIDENCE_FOLDER), to);
  }
}

/** A run without failures has no evidence. */
async function copyFolder(from: string, to: string): Promise<void> {
  try {
    await cp(from, to, { recursive: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
