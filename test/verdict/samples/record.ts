import { execFile } from 'node:child_process';
import path from 'node:path';
import type { Sources } from '../../../support/judge/load.ts';
import { scratch } from '../../scratch.ts';
import { mark } from './mark.ts';

const HERE = import.meta.dirname;

/** What the sample features are judged by. */
export const SAMPLES: Sources = {
  features: path.relative('.', path.join(HERE, 'features')),
  proof: path.join(HERE, 'no-proof.json'),
};

/** Runs the real cucumber-js on sample features and returns the file of its messages, marked as those of a run of the suite. */
export async function record(...args: readonly string[]): Promise<string> {
  const folder = scratch('recorded');
  const messages = path.join(folder, 'messages.ndjson');
  const features = args.some((arg) => /\.feature(:\d+)?$/.test(arg)) ? [] : [`${SAMPLES.features}/*.feature`];
  const own = [
    '--config',
    path.relative('.', path.join(HERE, 'cucumber.json')),
    '--format',
    `message:${messages}`,
  ];
  await new Promise<void>((resolve) => {
    execFile('node_modules/.bin/cucumber-js', [...own, ...args, ...features], () => resolve());
  });
  await mark(messages);
  return messages;
}
