import { counted } from '../amounts/counted.ts';
import { type Judge, type Suite, suiteText } from '../suite/suite.ts';
import type { MessageStream } from './message-stream.ts';

/** The suite of one run, as its recording names it. */
export interface RunSuite {
  readonly run: string;
  readonly suite?: Suite;
}

/** The suites of some recordings; nothing is known of one that does not say of which run it is. */
export function suitesOf(streams: readonly Pick<MessageStream, 'mark'>[]): RunSuite[] {
  const runs = new Map(streams.flatMap(({ mark }) => (mark ? [[mark.run, mark] as const] : [])));
  return [...runs.values()].map(({ run, suite }) => ({ run, ...(suite && { suite }) }));
}

/**
 * What keeps verdicts from being those of a suite that can be looked up, one sentence each: one without a commit, with changes to
 * it or of which nobody could tell.
 */
export const unknownSuites = (suites: readonly RunSuite[]): string[] => [
  ...new Set([...suites.flatMap(unknownSuite), ...uncommitted(suites)]),
];

/** What was made with uncommitted changes, one sentence for all runs on the same commit. */
function uncommitted(suites: readonly RunSuite[]): string[] {
  const changed = suites.filter(({ suite }) => suite?.commit !== undefined && suite.modified === true);
  return [...Map.groupBy(changed, ({ suite }) => suite?.commit)].map(([commit, of]) => {
    const runs = of.length === 1 ? 'run' : 'runs';
    const made = `${runs} ${of.map(({ run }) => run).join(', ')} ${of.length === 1 ? 'was' : 'were'} made`;
    return `${made} with uncommitted changes to the suite of commit ${commit}: nobody can look up what judged`;
  });
}

function unknownSuite({ run, suite }: RunSuite): string[] {
  if (suite?.commit === undefined)
    return [`run ${run} names no commit of its suite: nobody knows which one judged`];
  if (suite.modified === undefined)
    return [`run ${run} does not say whether its suite differed from commit ${suite.commit}`];
  return [];
}

/** One sentence for each run of another suite than the first of them. */
export function differingSuites(suites: readonly RunSuite[]): string[] {
  const [first] = suites;
  if (first === undefined) return [];
  return suites
    .filter(({ suite }) => textOf(suite) !== textOf(first.suite))
    .map(
      ({ run, suite }) =>
        `run ${run} is of suite ${textOf(suite)}, run ${first.run} of ${textOf(first.suite)}: their verdicts are not of one suite`,
    );
}

/** What runs saw become another while they went on, suite or cluster, one sentence each: nobody knows which of both was judged. */
export const meanwhileDoubts = (streams: readonly Pick<MessageStream, 'mark'>[]): string[] =>
  streams.flatMap(({ mark }) => mark?.meanwhile?.map((sentence) => `run ${mark.run}: ${sentence}`) ?? []);

/** What is to be said of the suite that judges a recording again, one sentence each: which it is, and why it is doubted. */
export function judgedAgain({ version, commit, edited }: Judge): { doubts: string[]; notes: string[] } {
  const suite = { version, ...(commit !== undefined && { commit }) };
  return { doubts: judgeDoubts(commit, edited), notes: [`judged again by suite ${suiteText(suite)}`] };
}

function judgeDoubts(commit: string | undefined, edited: readonly string[] | undefined): string[] {
  if (commit === undefined)
    return ['what judged again has no commit: nobody can look up by which suite it was judged'];
  if (edited === undefined)
    return [`git cannot say whether the suite that judged again differs from commit ${commit}`];
  const [first, ...others] = edited;
  if (first === undefined) return [];
  const files = others.length === 0 ? first : `${first} and ${counted(others.length, 'other file')}`;
  return [
    `judged again with ${files} as commit ${commit} does not hold it: nobody can look up by which suite it was judged`,
  ];
}

const textOf = (suite: Suite | undefined): string => (suite ? suiteText(suite) : 'unknown');
