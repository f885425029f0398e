import type { RunFile } from './settings.ts';

/** What the embedded cluster puts behind the version of its nodes: it can be reached by its kubeconfig, too. */
const SIMULATED_VERSION = /\+embedded\b/;

/**
 * Whether a run was on a simulated cluster, however it was reached: started by the suite, by the kubeconfig of one that
 * runs alone, or one whose time goes faster than that of the world.
 */
export const isSimulated = (runFile: Pick<RunFile, 'settings' | 'versions'> | undefined): boolean =>
  runFile !== undefined &&
  (runFile.settings.target.launcher === 'embedded' ||
    runFile.settings.target.timeScale > 1 ||
    SIMULATED_VERSION.test(runFile.versions.kubernetes ?? ''));
