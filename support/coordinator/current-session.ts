/** What the hooks of the whole run need of it. */
export interface CurrentSession {
  /** Resolves when the target is up. */
  ready(): Promise<void>;
}

let session: CurrentSession | undefined;

/** From now on this is the run of this process. */
export function holdSession(run: CurrentSession): void {
  session = run;
}

/** The run of this process; throws when the runner was started without the plugin. */
export function currentSession(): CurrentSession {
  if (session) return session;
  throw new Error('no run was begun: cucumber.mjs must name support/plugin.ts among its plugins');
}
