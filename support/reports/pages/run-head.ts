import { shortDuration } from '../../amounts/short-duration.ts';
import { rehearsalNote } from '../../verdict/decision-text.ts';
import type { Verdicts } from '../../verdict/model.ts';
import { wallClock } from '../../verdict/wall-clock.ts';
import { readableFacts } from '../run-facts.ts';

/** What stands under the title of every page: the decision, and of which run it is. */
export interface Head {
  readonly decision: string;
  readonly because: string;
  readonly run: string;
}

export function headOf(verdicts: Verdicts): Head {
  const { decision, because } = verdicts.gate;
  const told = ['Run', 'Merged runs', 'Target', 'Releases', 'Defects', 'Shard', 'Started'];
  const facts = readableFacts(verdicts).filter(([name]) => told.includes(name));
  return {
    decision,
    because: `${because}${rehearsalNote(verdicts)}`,
    run: [
      ...facts.map(([name, value]) => `${name.toLowerCase()} ${value}`),
      `took ${shortDuration(wallClock(verdicts))}`,
    ].join(' · '),
  };
}
