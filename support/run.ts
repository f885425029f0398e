/**
 * `npm run acceptance`: the suite's own options become variables, everything else goes to cucumber-js as it stands, in this
 * process, so that signals and the exit status are the runner's.
 */
import { createRequire } from 'node:module';
import path from 'node:path';
import { unreadIsNoError } from './command-line/unread.ts';
import { standingReports } from './coordinator/standing-reports.ts';
import { complain } from './coordinator/terminal.ts';
import { HELP, readArguments } from './selection/arguments.ts';
import { sayRefusals } from './selection/refusals.ts';
import { RUN_DIRECTORY } from './worker/run-file.ts';

const CUCUMBER = path.join(
  path.dirname(createRequire(import.meta.url).resolve('@cucumber/cucumber/package.json')),
  'bin',
  'cucumber.js',
);

unreadIsNoError();
const { help, problems, variables, rest } = readArguments(process.argv.slice(2));
if (help) process.stdout.write(`${HELP}\n`);
else if (problems.length > 0) {
  process.stderr.write(
    [...problems, ...standingReports(process.env)].map((problem) => `[acceptance] ${problem}\n`).join(''),
  );
  process.exitCode = 2;
} else {
  Object.assign(process.env, variables);
  // Whatever ends the process before a run began is a mistake in what was asked for; a run says itself how it ended.
  process.on('exit', (code) => {
    if (code !== 1) return;
    process.exitCode = 2;
    if (process.env[RUN_DIRECTORY] === undefined) complain(standingReports(process.env));
  });
  sayRefusals();
  process.argv.splice(1, process.argv.length, CUCUMBER, ...rest);
  createRequire(import.meta.url)(CUCUMBER);
}
