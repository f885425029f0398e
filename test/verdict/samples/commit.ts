import { execFileSync } from 'node:child_process';

/** What git says in a folder, in the name of nobody. */
export const gitIn =
  (folder: string) =>
  (...args: readonly string[]): string =>
    execFileSync('git', ['-C', folder, '-c', 'user.name=x', '-c', 'user.email=x', ...args], {
      encoding: 'utf8',
    }).trim();

/** Makes a folder a repository whose one commit holds all that stands there; names the commit. */
export function commitAll(folder: string): string {
  const git = gitIn(folder);
  git('init', '-q');
  git('add', '.');
  git('commit', '-qm', 'all');
  return git('rev-parse', 'HEAD');
}
