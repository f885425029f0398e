import { runCommand } from './command-line/run-command.ts';
import { plan } from './plan/command.ts';

// What the runner refuses in the arguments ends the process with 1; for a plan that is a mistake in what was asked for.
process.on('exit', (code) => {
  if (code === 1) process.exitCode = 2;
});
await runCommand('plan', plan);
