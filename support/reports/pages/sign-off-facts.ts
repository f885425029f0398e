import type { SignOff } from '../../signoff/sign-off.ts';
import { shortDuration } from '../scenario-facts.ts';
import { html, type Part } from './html.ts';
import { list, section, table } from './parts.ts';

/** What was judged: run, target, suite, promises, versions, images. */
export function whatWasJudged(signOff: SignOff): Part[] {
  const { versions, images, missingCapabilities } = signOff;
  return [
    section(
      'What was judged',
      html`<dl class="facts">${facts(signOff).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`,
    ),
    section(
      'Versions and images found',
      table(
        ['what', 'version'],
        [
          ...Object.entries(versions).map(([name, version]) => [name, html`<code>${version}</code>`]),
          ...images
            .filter(({ sha256 }) => sha256 === undefined)
            .map(({ name, where }) => [where, html`<code>${name}</code> (no digest known)`]),
        ],
        'cards',
      ),
    ),
    section(
      'What the target has not got',
      list(missingCapabilities.map(({ name, found }) => `${name}: ${found}`)),
    ),
  ];
}

function facts({ run, target, releases, reproduce }: SignOff): [string, string][] {
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
