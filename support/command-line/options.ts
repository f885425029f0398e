import { type ParseArgsConfig, parseArgs } from 'node:util';
import { nearest } from '../spelling/nearest.ts';
import { swallowedOptions } from './swallowed.ts';

/**
 * Reads the arguments of a command as `parseArgs` of node:util does. Throws one sentence that names the option nearest to
 * one that does not exist, or `KeptByNpm` where npm kept one.
 */
export function readOptions<const Config extends ParseArgsConfig>(
  config: Config,
): ReturnType<typeof parseArgs<Config>> {
  const kept = swallowedOptions(Object.keys(config.options ?? {}), config.args ?? process.argv.slice(2));
  if (kept !== undefined) throw kept;
  try {
    return parseArgs(config);
  } catch (error) {
    const names = Object.keys(config.options ?? {}).map((name) => `--${name}`);
    throw new Error(sentenceOf(error as Error, names));
  }
}

/** Node's message goes on with advice for programmers after its first sentence. */
function sentenceOf({ message }: Error, names: readonly string[]): string {
  const unknown = /^Unknown option '([^']+)'/.exec(message)?.[1];
  if (unknown === undefined) return message.split(/\.(?:\s|$)/)[0] ?? message;
  const meant = nearest(unknown, names);
  return `there is no option ${unknown}; ${meant === undefined ? '--help lists the options' : `did you mean ${meant}?`}`;
}
