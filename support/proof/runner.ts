/** A process that tries one defect after another as its parent asks: runner and steps are loaded once. */
import { enableCompileCache } from 'node:module';

enableCompileCache();
const { serveTrials } = await import('./serve-trials.ts');
serveTrials();
