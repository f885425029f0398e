import path from 'node:path';
import { INVOCATION_FILE, readInvocations } from '../signoff/invocation.ts';
import { type Suite, suiteText } from '../signoff/suite.ts';

/** The suite of one run, as its record names it. */
export interface RunSuite {
  readonly run: string;
  readonly suite?: Suite;
}

/** The suites of some runs, and what keeps them from being one that is known. */
export interface KnownSuites {
  readonly suites: readonly RunSuite[];
  readonly doubts: readonly string[];
}

/**
 * What keeps verdicts from being those of one suite that can be looked up, one sentence each: a run without a record of
 * its suite, a suite without a commit or with changes to it, and runs of different suites. Never throws for what the
 * records contain.
 */
export async function knownSuites(messageFiles: readonly string[]): Promise<KnownSuites> {
  const doubts: string[] = [];
  const suites: RunSuite[] = [];
  for (const directory of new Set(messageFiles.map((file) => path.dirname(file)))) {
    const file = path.join(directory, INVOCATION_FILE);
    try {
      const found = await readInvocations(file);
      if (found === undefined) doubts.push(`${file} is missing: nobody knows which suite judged that run`);
      suites.push(...(found ?? []));
    } catch (error) {
      doubts.push(
        `${error instanceof Error ? error.message : String(error)}: nobody knows which suite judged`,
      );
    }
  }
  const all = [...doubts, ...suites.flatMap(unknownSuite), ...differingSuites(suites)];
  return { suites, doubts: [...new Set(all)] };
}

function unknownSuite({ run, suite }: RunSuite): string[] {
  if (suite?.commit === undefined)
    return [`run ${run} names no commit of its suite: nobody knows which one judged`];
  return suite.modified
    ? [`run ${run} was judged by changes to commit ${suite.commit} that nobody recorded`]
    : [];
}

function differingSuites(suites: readonly RunSuite[]): string[] {
  const [first] = suites;
  if (first === undefined) return [];
  return suites
    .filter(({ suite }) => textOf(suite) !== textOf(first.suite))
    .map(
      ({ run, suite }) =>
        `run ${run} is of suite ${textOf(suite)}, run ${first.run} of ${textOf(first.suite)}: their verdicts are not of one suite`,
    );
}

const textOf = (suite: Suite | undefined): string => (suite ? suiteText(suite) : 'unknown');
