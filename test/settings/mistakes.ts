import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputProblems } from '../../support/settings/problems.ts';
import { scratch } from '../scratch.ts';

/** The sentences by which something is refused. */
export function problemsOf(load: () => unknown): readonly string[] {
  try {
    load();
  } catch (error) {
    assert.ok(error instanceof InputProblems, String(error));
    return error.problems;
  }
  return [];
}

/** A target file of one's own with this text. */
export function targetFile(content: string): string {
  const path = join(scratch('target'), 'mine.yaml');
  writeFileSync(path, content);
  return path;
}

/** The least that a target on a cluster needs. */
export const SOUND = 'gateway: { className: istio }\n';
