/** Where `npm run acceptance`, and nothing else, publishes. */
export const PUBLISHED = 'reports';

/** Stands where a decision is read, in place of one that is about something else. */
export const NO_REPORTS = 'NO REPORTS';

/** This run was asked to publish its reports. */
export const publishes = (env: NodeJS.ProcessEnv): boolean =>
  env.ACCEPTANCE_PUBLISH === '1' || env.npm_lifecycle_event === 'acceptance';
