import { unknownRequirements } from '../capabilities/capabilities.ts';
import type { LoadedSettings } from '../settings/load-settings.ts';
import { defectProblems } from './embedded-defects.ts';

/** One sentence for each thing that the variables of a run name and that does not exist: known before a target is up. */
export const askedInVain = async ({ settings, options }: LoadedSettings): Promise<string[]> => [
  ...unknownRequirements(options.require),
  ...(await defectProblems(settings.target, options.defects)),
];
