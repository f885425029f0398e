import { isSimulated } from '../settings/simulated.ts';
import type { Verdicts } from './model.ts';

/** What every report says beside a decision on a simulated cluster, unless the decision says it itself. */
export const rehearsalNote = ({ inputs, gate }: Verdicts): string =>
  isSimulated(inputs.runFile) && gate.decision !== 'REHEARSAL' ? ' (rehearsal on a simulated cluster)' : '';

/** The decision in one line, the title of what decides. */
export const decisionText = (verdicts: Verdicts): string =>
  `${verdicts.gate.decision}${rehearsalNote(verdicts)}: ${verdicts.gate.because}`;
