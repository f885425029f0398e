import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { shellCommand } from './shell.ts';
import { type Invocation, readInvocations } from './signoff/invocation.ts';
import { suiteHere } from './signoff/suite.ts';

const USAGE = `npm run repeat -- [FILE]

Repeats the run that FILE (reports/run.yaml by default) records: the same variables, seed and arguments. Variables that
are set already win. The reports that are published stay as they are; the run keeps its own in reports/runs.`;

/** Repeats recorded runs one after another; returns the worst exit status. */
async function repeat(args: readonly string[]): Promise<number> {
  const [file = 'reports/run.yaml', ...more] = args;
  if (more.length > 0 || file.startsWith('-')) {
    process.stderr.write(`${USAGE}\n`);
    return file === '--help' ? 0 : 2;
  }
  const invocations = await readInvocations(file);
  if (invocations === undefined) throw new Error(`${file} does not exist`);
  const codes: number[] = [];
  for (const invocation of invocations) codes.push(await again(invocation));
  return Math.max(2 * Number(codes.length === 0), ...codes);
}

async function again({ run, suite, environment, arguments: args = [] }: Invocation): Promise<number> {
  const here = await suiteHere();
  const note = (line: string): boolean => process.stderr.write(`repeat: ${line}\n`);
  note(`run ${run}: ${shellCommand(environment, 'npx cucumber-js', args)}`);
  if (suite?.commit !== here.commit)
    note(`the run was of commit ${suite?.commit ?? 'unknown'}, this is ${here.commit ?? 'unknown'}`);
  else if (suite?.modified || here.modified) note('the suite differs from its commit, then or now');
  const child = spawn(process.execPath, ['node_modules/@cucumber/cucumber/bin/cucumber.js', ...args], {
    stdio: 'inherit',
    env: { ...environment, ...process.env },
  });
  const forward = (signal: NodeJS.Signals): void => {
    child.kill(signal);
  };
  process.on('SIGTERM', forward);
  // A terminal sends SIGINT to both; this process only has to outlive the clean-up of the run.
  process.on('SIGINT', () => note('waiting for the run to clean up'));
  const [code] = (await once(child, 'close')) as [number | null];
  process.off('SIGTERM', forward);
  return code ?? 1;
}

try {
  process.exitCode = await repeat(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`repeat: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
