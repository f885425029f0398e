/** An environment in which some variables have these values unless it says something of them; an empty one says nothing. */
export const unlessSet = (
  values: Readonly<Record<string, string>>,
  env: NodeJS.ProcessEnv,
): Record<string, string | undefined> => ({
  ...env,
  ...Object.fromEntries(Object.entries(values).filter(([name]) => !env[name])),
});
