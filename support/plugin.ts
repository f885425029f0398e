import type { Envelope } from '@cucumber/messages';
import { Session } from './coordinator/session.ts';
import { complain } from './coordinator/terminal.ts';
import { loadSettings } from './settings/load-settings.ts';
import { InputProblems } from './settings/problems.ts';

/** The part of the runner's plugin interface that is used here (cucumber-js, docs/plugins.md). */
interface Context {
  on(event: 'message', handler: (envelope: Envelope) => void): void;
  transform<Item extends { pickle: import('@cucumber/messages').Pickle }>(
    event: 'pickles:filter' | 'pickles:order',
    transformer: (items: readonly Item[]) => Item[],
  ): void;
}

const DRY_RUN = ['--dry-run', '-d'];

function begin(): Session {
  try {
    const dryRun = process.argv.some((argument) => DRY_RUN.includes(argument));
    return new Session(loadSettings(process.env, new Date()), dryRun);
  } catch (error) {
    if (!(error instanceof InputProblems)) throw error;
    complain(error.problems);
    process.exit(2);
  }
}

/** Coordinates a run: validation, target, order, message stream, progress, signals, clean-up, reports. */
export default {
  type: 'plugin',
  coordinator: (context: Context): (() => Promise<void>) => {
    const session = begin();
    context.on('message', (envelope) => session.hear(envelope));
    context.transform('pickles:filter', (items) => session.select(items));
    context.transform('pickles:order', (items) => session.order(items));
    return () => session.finish();
  },
};
