import { runCommand } from './command-line/run-command.ts';
import { glossary } from './glossary/command.ts';

await runCommand('glossary', glossary);
