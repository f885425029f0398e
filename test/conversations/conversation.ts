import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** What must run for a conversation to make sense: the API alone, the controllers beside it, or nodes with a kubelet as well. */
export type Needs = 'api' | 'controllers' | 'nodes' | 'compaction';

/** A short exchange with the Kubernetes API in a namespace of its own (`{ns}`). */
export interface Conversation {
  readonly title: string;
  readonly topic: string;
  readonly needs: Needs;
  readonly steps: readonly Step[];
}

export interface Step {
  /** `METHOD /path?query`; `{name}` stands for a value kept by an earlier step. */
  readonly request?: string;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; a string is sent as it is. */
  readonly body?: unknown;
  readonly status?: number;
  /** Response headers by lower-case name. */
  readonly header?: Readonly<Record<string, unknown>>;
  /** What the answer must contain; see `match.ts` for the words. */
  readonly answer?: unknown;
  /** Values to keep, by name: dotted path into the answer. */
  readonly keep?: Readonly<Record<string, string>>;
  /** Asks again until the answer fits, for what controllers do in their own time. */
  readonly eventually?: boolean;
  /** Opens a watch under this name with `request`. */
  readonly watch?: string;
  /** Reads the next events of the watch of this name. */
  readonly events?: string;
  readonly expect?: readonly unknown[];
  /** The server ends the watch after these events. */
  readonly ended?: boolean;
  /** Makes the server forget its history. */
  readonly compact?: boolean;
}

const STEP_KEYS = new Set([
  'request',
  'type',
  'headers',
  'body',
  'status',
  'header',
  'answer',
  'keep',
  'eventually',
  'watch',
  'events',
  'expect',
  'ended',
  'compact',
]);
const NEEDS: readonly string[] = ['api', 'controllers', 'nodes', 'compaction'] satisfies Needs[];

/** All conversations of a folder's YAML files, in the order of files and lines. Throws for what is not in the format, with the file's name. */
export function loadConversations(folder: string): Conversation[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  return files.sort().flatMap((file) => {
    const topic = file.replace(/\.yaml$/, '');
    const list: unknown = parse(readFileSync(join(folder, file), 'utf8'));
    if (!Array.isArray(list)) throw new Error(`${file}: expected a list of conversations`);
    return list.map((entry) => conversationOf(entry, topic));
  });
}

function conversationOf(entry: Record<string, unknown>, topic: string): Conversation {
  const { title, needs = 'api', steps, ...rest } = entry;
  const at = `${topic}.yaml: ${String(title)}`;
  if (typeof title !== 'string') throw new Error(`${at}: expected a title`);
  const stray = Object.keys(rest);
  if (stray.length > 0) throw new Error(`${at}: unknown key ${stray.join(', ')}`);
  if (!NEEDS.includes(String(needs)))
    throw new Error(`${at}: needs is one of ${NEEDS.join(', ')}, got ${String(needs)}`);
  if (!Array.isArray(steps) || steps.length === 0) throw new Error(`${at}: expected steps`);
  for (const [index, step] of steps.entries()) {
    const unknown = Object.keys(step).filter((key) => !STEP_KEYS.has(key));
    if (unknown.length > 0) throw new Error(`${at}: step ${index + 1}: unknown key ${unknown.join(', ')}`);
    if (step.request && !step.watch && step.status === undefined)
      throw new Error(`${at}: step ${index + 1}: expected a status`);
  }
  return { title, topic, needs: needs as Needs, steps };
}
