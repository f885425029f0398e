/** Where `npm run acceptance`, and nothing else, publishes. */
export const PUBLISHED = 'reports';

/** This run was asked to publish its reports. */
export const publishes = (env: NodeJS.ProcessEnv): boolean =>
  env.ACCEPTANCE_PUBLISH === '1' || env.npm_lifecycle_event === 'acceptance';
