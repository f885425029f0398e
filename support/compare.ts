import { compareRuns } from './compare/command.ts';
import { runCommand } from './glossary/run-command.ts';

await runCommand('compare', compareRuns);
