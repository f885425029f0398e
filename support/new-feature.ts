import { runCommand } from './command-line/run-command.ts';
import { newFeature } from './new-feature/command.ts';

await runCommand('new', newFeature);
