import { workers } from './support/settings/workers.ts';

// No `paths`: the runner's default is features/**/*.feature, and paths of a configuration would be added to those of
// the command line.
export default {
  import: ['support/parameter-types.ts', 'support/hooks.ts', 'step-definitions/**/*.ts'],
  plugin: ['./support/plugin.ts'],
  format: ['./support/coordinator/silent-formatter.ts'],
  parallel: workers(process.env),
  retry: Number(process.env.RETRY || 0),
};
