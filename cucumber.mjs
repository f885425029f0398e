import { retries } from './support/settings/retries.ts';
import { workers } from './support/settings/workers.ts';

// No `paths`: the runner's default is features/**/*.feature, and paths of a configuration would be added to those of
// the command line.
const common = {
  import: ['support/parameter-types.ts', 'support/hooks.ts', 'step-definitions/**/*.ts'],
  plugin: ['./support/plugin.ts'],
  format: ['./support/coordinator/silent-formatter.ts'],
  parallel: workers(process.env),
  retry: retries(process.env),
};

/** A profile that sets variables of the suite; what is set in the environment wins. */
const withVariables = (variables) => ({ ...common, pluginOptions: { acceptance: variables } });

export default common;

/** What must hold before anything else is worth a look: minutes on a real cluster. */
export const smoke = { ...common, tags: '@P0 and not @slow' };

/** Everything, each night in another order, so that scenarios that lean on each other are found. */
export const nightly = withVariables({ ORDER: 'random' });

/** Everything, on a cluster that has all that the P0 and P1 promises of KServe need: nothing is skipped in silence. */
export const signoff = withVariables({
  REQUIRE:
    'kserve,llmisvc,llmisvc-webhook,gateway-api,inference-extension,lws,s3,gpu,gpus-4,gpus-6,gpus-8,large-model,multi-node,network-policy,pod-logs,exec,controller-logs',
});
