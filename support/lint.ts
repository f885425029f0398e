import { runCommand } from './command-line/run-command.ts';
import { lintFeatures } from './lint/command.ts';

await runCommand('lint', lintFeatures);
