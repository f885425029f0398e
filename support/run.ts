/**
 * `npm run acceptance`: the suite's own options become variables, everything else goes to cucumber-js as it stands, in this
 * process, so that signals and the exit status are the runner's.
 */
import { createRequire } from 'node:module';
import path from 'node:path';
import { unreadIsNoError } from './command-line/unread.ts';
import { mistakesIn } from './coordinator/mistakes.ts';
import { complain } from './coordinator/terminal.ts';
import { isToPublish, tellUnbegun } from './coordinator/unbegun.ts';
import { withdrawAsked } from './coordinator/withdraw-published.ts';
import { HELP, readArguments } from './selection/arguments.ts';
import { sayRefusals } from './selection/refusals.ts';
import { RUN_DIRECTORY } from './worker/run-file.ts';

/** The file with which the runner starts; undefined before `npm ci`. */
function runner(): string | undefined {
  try {
    const manifest = createRequire(import.meta.url).resolve('@cucumber/cucumber/package.json');
    return path.join(path.dirname(manifest), 'bin', 'cucumber.js');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

const NOT_INSTALLED = 'its packages are not installed: run npm ci first';

/** The runner prints what is wrong with an option of its own past everybody. */
const ON_THE_TERMINAL = 'for a mistake that its terminal names';

/** Hands everything to the runner, and says in the reports why no run began if it ends before. */
function start(file: string, args: readonly string[]): void {
  const refusal = sayRefusals();
  // Whatever ends the process before a run began is a mistake in what was asked for; a run says itself how it ended.
  process.on('exit', (code) => {
    if (code !== 1) return;
    process.exitCode = 2;
    if (process.env[RUN_DIRECTORY] === undefined)
      tellUnbegun(process.env, args, refusal() ?? ON_THE_TERMINAL);
  });
  process.argv.splice(1, process.argv.length, file, ...args);
  createRequire(import.meta.url)(file);
}

function refuse(problems: readonly string[], args: readonly string[], why: string): void {
  complain(problems);
  tellUnbegun(process.env, args, why);
  process.exitCode = 2;
}

unreadIsNoError();
const { help, problems, variables, rest } = readArguments(process.argv.slice(2));
if (help) process.stdout.write(`${HELP}\n`);
else if (problems.length > 0) refuse(problems, rest, mistakesIn(problems));
else {
  Object.assign(process.env, variables);
  if (isToPublish(process.env, rest)) complain(await withdrawAsked(process.env));
  const file = runner();
  if (file === undefined) refuse([NOT_INSTALLED], rest, NOT_INSTALLED);
  else start(file, rest);
}
