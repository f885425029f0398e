import { runCommand } from './glossary/run-command.ts';
import { lintFeatures } from './lint/command.ts';

await runCommand('lint', lintFeatures);
