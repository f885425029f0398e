import { homedir } from 'node:os';

/** A path, or a list of paths, as people write it: `~/.kube/config`. */
export const toHome = (text: string): string =>
  text
    .split(':')
    .map((path) => (path.startsWith(`${homedir()}/`) ? `~${path.slice(homedir().length)}` : path))
    .join(':');

/** The same as programs read it, without a shell. */
export const fromHome = (text: string): string =>
  text
    .split(':')
    .map((path) => (path.startsWith('~/') ? `${homedir()}${path.slice(1)}` : path))
    .join(':');
