import rendered from './rendered.json' with { type: 'json' };

/** What a run recorded: it may lie nowhere else. */
export const RECORDED: readonly string[] = ['messages.ndjson', 'run.json', 'run.yaml', 'evidence'];

/** What is made from a recording: rendered as a whole or not at all. JSON, because support/run.js has to know it without types. */
export const RENDERED: readonly string[] = rendered;

/** What a run directory holds for people and machines outside: published as a whole or not at all. */
export const PUBLIC_FILES: readonly string[] = [...RECORDED, ...RENDERED];
