import type { Selection } from '../selection/selection.ts';
import type { LoadedSettings } from '../settings/load-settings.ts';
import type { Settings } from '../settings/settings.ts';
import { setVariables } from '../signoff/set-variables.ts';

/** What a run says of itself from its beginning: its settings, which variables made them, and what it is a part or a repeat of. */
export function settingsOfRun(
  { settings: loaded }: LoadedSettings,
  { repeat, split: shard = repeat?.shard }: Selection,
): Settings {
  const variables = setVariables(process.env, loaded.target);
  const { commonRun: own, attempt: now, ...settings } = loaded;
  const { commonRun, attempt: before } = repeat ?? { commonRun: own, attempt: now };
  // A job that was tried again may repeat what its earlier attempt left.
  const attempt = commonRun === own ? (now ?? before) : before;
  return {
    ...{ ...settings, variables },
    ...(commonRun !== undefined && { commonRun }),
    ...(attempt !== undefined && { attempt }),
    ...(repeat && { repeats: repeat.runs }),
    ...(shard && { shard }),
  };
}
