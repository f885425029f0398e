import { readFileSync } from 'node:fs';
import { parse, YAMLParseError } from 'yaml';

/** One requirement as `features/requirements.yaml` lists it. */
export interface Requirement {
  readonly id: string;
  readonly document: string;
  /** First and last line in the document. */
  readonly lines: readonly [number, number];
  readonly kind: string;
  readonly priority: Priority;
  readonly system: string;
  readonly category: string;
  readonly title: string;
  readonly checks: readonly Check[];
  readonly needs: readonly string[];
  /** Other requirements, always listed on both sides. */
  readonly related?: readonly string[];
  /** Preconditions and inputs. */
  readonly given?: readonly string[];
}

export interface Check {
  readonly id: string;
  /** Line or lines in the document. */
  readonly at: string;
  readonly what: string;
  readonly expect: string;
  readonly observe: string;
  /** Of the checks of a requirement with one name here, one must hold. */
  readonly any_of?: string;
}

/** The most important first. */
export const PRIORITIES = ['P0', 'P1', 'P2', 'P3'] as const;

export type Priority = (typeof PRIORITIES)[number];

export interface Inventory {
  readonly systems: readonly { readonly id: string; readonly name: string }[];
  readonly requirements: readonly Requirement[];
}

/** The inventories of this process by their text: parsing one takes more than half a second. */
const parsed = new Map<string, unknown>();

/**
 * Reads the inventory, and parses it once for each text. Throws one sentence if it cannot be read or lacks its lists.
 */
export async function readInventory(file: string): Promise<Inventory> {
  return loadInventory(file);
}

/** The same without waiting, for what happens before anything is launched. */
export function loadInventory(file: string): Inventory {
  const text = readFileSync(file, 'utf8');
  if (!parsed.has(text)) parsed.set(text, parsedIn(file, text));
  const content = parsed.get(text);
  if (!isInventory(content))
    throw new Error(`${file}: expected the lists "systems" and "requirements", as the inventory has them`);
  const [mistake] = mistakesIn(content);
  if (mistake !== undefined) throw new Error(`${file}: ${mistake}`);
  return content;
}

function parsedIn(file: string, text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    const { line = 1, col = 1 } = error.linePos?.[0] ?? {};
    const [sentence = ''] = error.message.split(/ at line \d+, column \d+/);
    throw new Error(`${file}:${line}:${col}: ${sentence}`);
  }
}

function isInventory(content: unknown): content is Inventory {
  const { systems, requirements } = (content ?? {}) as Partial<Inventory>;
  return (
    Array.isArray(systems) &&
    Array.isArray(requirements) &&
    requirements.every(
      (requirement) => typeof requirement?.id === 'string' && Array.isArray(requirement.checks),
    )
  );
}

/** What would take a requirement out of the gate unseen, one sentence each. */
function mistakesIn({ systems, requirements }: Inventory): string[] {
  const known = systems.map(({ id }) => id);
  const taken = new Set<string>();
  return requirements.flatMap(({ id, priority, system, checks }) => [
    ...(PRIORITIES.includes(priority) ? [] : [`${id} has the priority ${shown(priority, PRIORITIES)}`]),
    ...(known.includes(system) ? [] : [`${id} is of the system ${shown(system, known)}`]),
    ...(checks.length > 0 ? [] : [`${id} has no check: nothing could decide it`]),
    ...[id, ...checks.map((check) => check.id)]
      .filter((it) => taken.has(it) || !taken.add(it))
      .map((it) => `${it} stands there twice: the verdict of one would be taken for that of the other`),
  ]);
}

const shown = (value: unknown, values: readonly string[]): string =>
  `${JSON.stringify(value)}: write one of ${values.join(', ')}`;

/** Every check id with its requirement. */
export const checksById = (inventory: Inventory): ReadonlyMap<string, Requirement> =>
  new Map(
    inventory.requirements.flatMap((requirement) =>
      requirement.checks.map((check) => [check.id, requirement] as const),
    ),
  );
