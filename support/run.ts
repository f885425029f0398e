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

const CUCUMBER = path.join(
  path.dirname(createRequire(import.meta.url).resolve('@cucumber/cucumber/package.json')),
  'bin',
  'cucumber.js',
);

/** The runner prints what is wrong with an option of its own past everybody. */
const ON_THE_TERMINAL = 'for a mistake that its terminal names';

unreadIsNoError();
const { help, problems, variables, rest } = readArguments(process.argv.slice(2));
if (help) process.stdout.write(`${HELP}\n`);
else if (problems.length > 0) {
  complain(problems);
  tellUnbegun(process.env, rest, mistakesIn(problems));
  process.exitCode = 2;
} else {
  Object.assign(process.env, variables);
  if (isToPublish(process.env, rest)) complain(await withdrawAsked(process.env));
  const refusal = sayRefusals();
  // Whatever ends the process before a run began is a mistake in what was asked for; a run says itself how it ended.
  process.on('exit', (code) => {
    if (code !== 1) return;
    process.exitCode = 2;
    if (process.env[RUN_DIRECTORY] === undefined)
      tellUnbegun(process.env, rest, refusal() ?? ON_THE_TERMINAL);
  });
  process.argv.splice(1, process.argv.length, CUCUMBER, ...rest);
  createRequire(import.meta.url)(CUCUMBER);
}
