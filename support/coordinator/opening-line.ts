import { counted } from '../amounts/counted.ts';
import { momentText } from '../amounts/moment-text.ts';
import type { Repeat } from '../selection/repeat.ts';
import type { Settings } from '../settings/settings.ts';

/**
 * What a run says first: which it is, where it runs, what is promised there, which run it repeats and how much it is.
 * `left` is the estimate of the time that it takes, as progress says it (`about 2 min left`).
 */
export function openingLine(
  { run, target, releases, defects }: Settings,
  selected: readonly { uri: string }[],
  left: string | undefined,
  repeat?: Pick<Repeat, 'run' | 'startedAt'>,
): string {
  const files = new Set(selected.map(({ uri }) => uri)).size;
  const promised = Object.values(releases).map(({ system, name }) => `${system} ${name}`);
  const clock = target.timeScale === 1 ? '' : `, time × ${target.timeScale}`;
  const broken = defects ? `, with the defects ${defects.join(', ')}` : '';
  const began = repeat?.startedAt === undefined ? '' : ` (${momentText(repeat.startedAt)})`;
  const repeated = repeat ? `, repeating run ${repeat.run}${began}` : '';
  const estimate = left?.replace(/^(.*) left$/, ', $1') ?? '';
  return `run ${run.id} on ${target.name} [context ${target.context}${clock}], release ${promised.join(', ') || 'none'}${broken}, seed ${run.seed}${repeated}: ${counted(selected.length, 'scenario')} in ${counted(files, 'file')}${estimate}`;
}
