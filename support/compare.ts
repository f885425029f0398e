import { runCommand } from './command-line/run-command.ts';
import { compareRuns } from './compare/command.ts';

await runCommand('compare', compareRuns);
