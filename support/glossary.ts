import { glossary } from './glossary/command.ts';
import { runCommand } from './glossary/run-command.ts';

await runCommand('glossary', glossary);
