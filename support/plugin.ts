import type { Envelope } from '@cucumber/messages';
import { askedInVain } from './coordinator/asked-in-vain.ts';
import { mistakesIn } from './coordinator/mistakes.ts';
import { secretsInTarget } from './coordinator/secrets-in-target.ts';
import { Session } from './coordinator/session.ts';
import { complain } from './coordinator/terminal.ts';
import { tellUnbegun } from './coordinator/unbegun.ts';
import { registerEnvironment } from './redaction/redact.ts';
import { ownShards } from './selection/arguments.ts';
import { readSelection } from './selection/selection.ts';
import { loadSettings } from './settings/load-settings.ts';
import { InputProblems, refuse } from './settings/problems.ts';
import { unlessSet } from './settings/unless-set.ts';
import { registerProblems } from './validation/registers.ts';

/** The part of the runner's plugin interface that is used here (cucumber-js, docs/plugins.md). */
interface Context {
  /** Variables that the profile sets. */
  readonly options: Readonly<Record<string, string>>;
  on(event: 'message', handler: (envelope: Envelope) => void): void;
  on(event: 'paths:resolve', handler: (paths: { unexpandedSourcePaths: string[] }) => void): void;
  transform<Item extends { pickle: import('@cucumber/messages').Pickle }>(
    event: 'pickles:filter' | 'pickles:order',
    transformer: (items: readonly Item[]) => Item[] | Promise<Item[]>,
  ): void;
}

const DRY_RUN = ['--dry-run', '-d'];

async function begin(profile: Context['options']): Promise<Session> {
  Object.assign(process.env, unlessSet(profile, process.env));
  try {
    const dryRun = process.argv.some((argument) => DRY_RUN.includes(argument));
    registerEnvironment(process.env);
    refuse(ownShards(process.argv));
    const loaded = loadSettings(process.env, new Date());
    complain(loaded.notes);
    refuse([...secretsInTarget(loaded.settings.target), ...(await askedInVain(loaded))]);
    refuse(await registerProblems());
    return new Session(loaded, await readSelection(loaded.options, loaded.settings), dryRun);
  } catch (error) {
    if (!(error instanceof InputProblems)) throw error;
    complain(error.problems);
    tellUnbegun(process.env, process.argv.slice(2), mistakesIn(error.problems));
    process.exit(2);
  }
}

/** Coordinates a run: validation, target, order, message stream, progress, signals, clean-up, reports. */
export default {
  type: 'plugin',
  optionsKey: 'acceptance',
  coordinator: async (context: Context): Promise<() => Promise<void>> => {
    const session = await begin(context.options);
    context.on('message', (envelope) => session.hear(envelope));
    context.on('paths:resolve', ({ unexpandedSourcePaths }) => session.asked(unexpandedSourcePaths));
    context.transform('pickles:filter', (items) => session.select(items));
    context.transform('pickles:order', (items) => session.order(items));
    return () => session.finish();
  },
};
