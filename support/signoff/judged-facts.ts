import { momentText } from '../amounts/moment-text.ts';
import { shortDuration } from '../amounts/short-duration.ts';
import { suiteText } from '../suite/suite.ts';
import { mergedRunsText } from './merged-runs.ts';
import type { SignOff } from './sign-off.ts';

/** Name and value of what a sign-off is about: target, run, suite and promises. */
export function judgedFacts({ run, target, otherTargets, releases, reproduce }: SignOff): [string, string][] {
  const merged = mergedRunsText(run.merged ?? []);
  const known: readonly (readonly [string, string | undefined])[] = [
    ['Target', target && `${target.name}${target.simulated ? ' (simulated: signs nothing off)' : ''}`],
    ['Context', target?.context],
    ['Cluster', target?.cluster],
    ...otherTargets.map((other) => ['Other target', other] as const),
    ['Defects', run.defects && `${run.defects.join(', ')} (this run says nothing about the target)`],
    merged === undefined ? ['Run', run.id] : ['Runs', `${merged}, merged`],
    ['Started', run.startedAt && momentText(run.startedAt)],
    ['Ended', (run.endedAt && momentText(run.endedAt)) ?? (run.interrupted ? 'interrupted' : undefined)],
    ['Took', shortDuration(run.milliseconds)],
    ['Seed', run.seed === undefined ? undefined : String(run.seed)],
    ['Shard', run.shard],
    ...suitesOf(reproduce).map((suite) => ['Suite', suite] as const),
    ...releases.map(({ system, name, file }) => [`Promises of ${system}`, `${name} (${file})`] as const),
  ];
  return known.flatMap(([name, value]) => (value ? [[name, value]] : []));
}

/** Every suite that judged; where there are several, with the runs of each. */
export function suitesOf(invocations: SignOff['reproduce']): string[] {
  const known = invocations.flatMap(({ run, suite }) => (suite ? [{ run, text: suiteText(suite) }] : []));
  const suites = [...Map.groupBy(known, ({ text }) => text)];
  return suites.map(([text, runs]) =>
    suites.length === 1 ? text : `${text} (${[...new Set(runs.map(({ run }) => `run ${run}`))].join(', ')})`,
  );
}
