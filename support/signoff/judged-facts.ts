import { shortDuration } from '../reports/scenario-facts.ts';
import type { SignOff } from './sign-off.ts';

/** Name and value of what a sign-off is about: target, run, suite and promises. */
export function judgedFacts({ run, target, releases, reproduce }: SignOff): [string, string][] {
  const suite = reproduce.find((invocation) => invocation.suite !== undefined)?.suite;
  const commit = suite?.commit ? `, commit ${suite.commit}${suite.modified ? ' with changes' : ''}` : '';
  const known: readonly (readonly [string, string | undefined])[] = [
    ['Target', target && `${target.name}${target.simulated ? ' (simulated: signs nothing off)' : ''}`],
    ['Context', target?.context],
    ['Run', run.id],
    ['Started', run.startedAt],
    ['Ended', run.endedAt ?? (run.interrupted ? 'interrupted' : undefined)],
    ['Took', shortDuration(run.milliseconds)],
    ['Seed', run.seed === undefined ? undefined : String(run.seed)],
    ['Shard', run.shard],
    ['Suite', suite && `${suite.version}${commit}`],
    ...releases.map(({ system, name, file }) => [`Promises of ${system}`, `${name} (${file})`] as const),
  ];
  return known.flatMap(([name, value]) => (value ? [[name, value]] : []));
}
