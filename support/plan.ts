import { runCommand } from './glossary/run-command.ts';
import { plan } from './plan/command.ts';

await runCommand('plan', plan);
