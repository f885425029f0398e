import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { scratch } from '../scratch.ts';

/** A throw-away folder with these files, by their paths in it. */
export function written(files: Readonly<Record<string, string>>): string {
  const folder = scratch('glossary');
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  return folder;
}
