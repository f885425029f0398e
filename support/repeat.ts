import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readOptions } from './command-line/options.ts';
import { type Printer, runCommand } from './command-line/run-command.ts';
import { onSignal } from './coordinator/signals.ts';
import { REDACTED } from './redaction/redact.ts';
import { fromHome } from './settings/home.ts';
import { foreignVariables } from './settings/target-variables.ts';
import { unlessSet } from './settings/unless-set.ts';
import { shellCommand } from './shell.ts';
import { type Invocation, readInvocations } from './signoff/invocation.ts';
import { suiteHere } from './suite/suite.ts';

const USAGE = `npm run repeat -- [FILE]

Repeats the run that FILE (reports/run.yaml by default) records: the same variables, seed and arguments. Variables that
are set already win. The reports that are published stay as they are; the run keeps its own in reports/runs.`;

/** How a run ends that was stopped. */
const INTERRUPTED = 130;

/** Repeats recorded runs one after another; returns the worst exit status. */
async function repeat(args: string[], printer: Printer): Promise<number> {
  const options = { help: { type: 'boolean' } } as const;
  const { values, positionals } = readOptions({ args, options, allowPositionals: true });
  const [file = 'reports/run.yaml', ...more] = positionals;
  if (values.help) {
    printer.out(`${USAGE}\n`);
    return 0;
  }
  if (more.length > 0) throw new Error(`one file at a time: ${[file, ...more].join(', ')} are several`);
  const invocations = await readInvocations(file);
  if (invocations === undefined) throw new Error(`${file} does not exist`);
  const unknown = invocations.find((invocation) => invocation.arguments === undefined);
  if (unknown)
    throw new Error(
      `${file} does not say with which arguments run ${unknown.run} was started: start it anew`,
    );
  refuseForeign(file, invocations);
  refuseHidden(file, invocations);
  const codes: number[] = [];
  for (const invocation of invocations) {
    codes.push(await again(invocation));
    if (codes.at(-1) === INTERRUPTED) break;
  }
  return Math.max(2 * Number(codes.length === 0), ...codes);
}

/** A record may come from anywhere; variables of other programs would change what runs here, and none is ever recorded. */
function refuseForeign(file: string, invocations: readonly Invocation[]): void {
  for (const { run, environment } of invocations) {
    const foreign = foreignVariables(environment);
    if (foreign.length > 0)
      throw new Error(
        `${file} sets ${foreign.join(', ')} for run ${run}: the suite reads no such variable and never recorded it; take it out, or set it yourself`,
      );
  }
}

/** What was hidden in a record is no value to run with. */
function refuseHidden(file: string, invocations: readonly Invocation[]): void {
  for (const { run, environment, arguments: args = [] } of invocations) {
    const hidden = Object.entries(environment)
      .filter(([name, text]) => text.includes(REDACTED) && !process.env[name])
      .map(([name]) => name);
    if (hidden.length > 0)
      throw new Error(`${hidden.join(', ')} of run ${run} is redacted in ${file}: set it again`);
    if (args.some((argument) => argument.includes(REDACTED)))
      throw new Error(`an argument of run ${run} is redacted in ${file}: start it anew`);
  }
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
    env: unlessSet(withHome(environment), process.env),
  });
  // A terminal sends a signal to both; the run takes the second one for an echo. This process outlives its clean-up.
  onSignal(process, (signal) => {
    note('waiting for the run to clean up');
    child.kill(signal);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return code ?? 1;
}

/** Paths are recorded as a shell reads them. */
const withHome = (environment: Invocation['environment']): Record<string, string> =>
  Object.fromEntries(Object.entries(environment).map(([name, text]) => [name, fromHome(text)]));

await runCommand('repeat', repeat);
