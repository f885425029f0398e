import { runCommand } from './glossary/run-command.ts';
import { newFeature } from './new-feature/command.ts';

await runCommand('new', newFeature);
