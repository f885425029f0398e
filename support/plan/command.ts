import { unknownToNote } from '../capabilities/unknown.ts';
import { messageOf } from '../cluster/environment-error.ts';
import type { Printer } from '../command-line/run-command.ts';
import { askedInVain } from '../coordinator/asked-in-vain.ts';
import { readEstimates } from '../history/estimates.ts';
import { readArguments } from '../selection/arguments.ts';
import { refusalIn } from '../selection/refusals.ts';
import { loadSettings } from '../settings/load-settings.ts';
import { InputProblems, refuse } from '../settings/problems.ts';
import { unlessSet } from '../settings/unless-set.ts';
import { workers } from '../settings/workers.ts';
import { choose, profileVariables } from './chosen.ts';
import { lookAt } from './look.ts';
import { type Plan, planOf } from './plan.ts';
import { planText } from './render.ts';

const USAGE = `npm run plan -- [--json] [arguments of npm run acceptance]

Says what a run with these arguments would do on the target, and creates nothing there: scenarios that would run, those
that would be skipped and why, the objects of the manifests that they name with pods, CPU, memory and GPUs, and how
long it takes by the history. The embedded cluster is started for the look only.

Exit status: 0; 2 when the run could not begin (mistakes, no way in, a capability of REQUIRE is missing).`;

/** Plans a run; returns the exit status. */
export async function plan(args: readonly string[], printer: Printer): Promise<number> {
  const { help, problems, variables, rest } = readArguments(args);
  if (help) {
    printer.out(`${USAGE}\n`);
    return 0;
  }
  try {
    if (problems.length > 0) throw new InputProblems(problems);
    const planned = await planFor(
      rest.filter((it) => it !== '--json'),
      variables,
      printer,
    );
    printer.out(rest.includes('--json') ? `${JSON.stringify(planned, null, 1)}\n` : planText(planned));
    return planned.unmet.length > 0 || planned.problems.length > 0 ? 2 : 0;
  } catch (error) {
    const sentences =
      error instanceof InputProblems ? error.problems : [refusalIn(error) ?? messageOf(error)];
    for (const sentence of sentences) printer.err(`plan: ${sentence}\n`);
    return 2;
  }
}

async function planFor(
  args: readonly string[],
  variables: Readonly<Record<string, string>>,
  printer: Printer,
): Promise<Plan> {
  const env = { ...unlessSet(await profileVariables(args), process.env), ...variables };
  const loaded = loadSettings(env, new Date());
  for (const note of loaded.notes) printer.err(`plan: ${note}\n`);
  refuse(await askedInVain(loaded));
  const { scenarios, defined, inventory } = await choose(args, loaded);
  const { runFile, capacity } = await lookAt(loaded.settings, inventory);
  for (const note of unknownToNote(runFile, scenarios, loaded.settings.require))
    printer.err(`plan: note: ${note}\n`);
  const estimates = await readEstimates(runFile, defined);
  return planOf({ scenarios, defined, runFile, capacity, estimates, workers: workers(env, args) });
}
