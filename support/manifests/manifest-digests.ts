import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EnvironmentError } from '../cluster/environment-error.ts';
import { sha256Of } from '../sha256.ts';

const DIRECTORY = join('fixtures', 'manifests');

/** SHA-256 of each manifest by its path. */
export type ManifestDigests = Readonly<Record<string, string>>;

let held: ManifestDigests | undefined;

/** The manifests of the project as they are now. */
export const manifestDigests = (): ManifestDigests =>
  Object.fromEntries(
    readdirSync(DIRECTORY, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.yaml'))
      .sort()
      .map((name) => join(DIRECTORY, name))
      .map((file) => [file, sha256Of(readFileSync(file))]),
  );

/** From now on no other manifests than these are read in this thread; without digests any are. */
export function holdManifests(digests: ManifestDigests | undefined): void {
  held = digests;
}

/** Throws `EnvironmentError` for a manifest that is not what it was when the run began: a branch may be changed, and changed back. */
export function requireHeldManifest(file: string, text: string): void {
  if (held !== undefined && held[file] !== sha256Of(text))
    throw new EnvironmentError(
      `${file} is not what it was when the run began: begin a new run, and leave the project alone meanwhile`,
    );
}
