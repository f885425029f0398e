import { createRequire } from 'node:module';

/** What of JSON Schema the published schema of cucumber's messages uses, and a verdict depends on. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
  readonly definitions?: Readonly<Record<string, Schema>>;
}

const ENVELOPE = createRequire(import.meta.url)('@cucumber/messages/schema') as Schema & {
  readonly $defs: Readonly<Record<string, Schema>>;
};

/** The kinds of messages, as `testCaseStarted`. */
const KINDS: ReadonlySet<string> = new Set(Object.keys(ENVELOPE.properties ?? {}));

/**
 * What a message lacks by the published schema of cucumber's messages: `testStepFinished without testStepResult.status`.
 * Undefined for a whole one. Fields that the schema does not know are no fault.
 */
export function faultOf(envelope: object): string | undefined {
  const kinds = Object.keys(envelope);
  const strange = kinds.find((kind) => !KINDS.has(kind));
  if (strange !== undefined) return `unknown kind "${strange}"`;
  const [kind, more] = kinds;
  if (kind === undefined || more !== undefined) return 'not of one kind';
  const schema = ENVELOPE.properties?.[kind] ?? {};
  const fault = faultIn((envelope as Record<string, unknown>)[kind], schema, schema, '');
  return fault === undefined ? undefined : `${kind} ${fault}`;
}

/** `within` is the file of the schema: references to definitions mean its own. */
function faultIn(value: unknown, schema: Schema, within: Schema, at: string): string | undefined {
  if (schema.$ref !== undefined) {
    const found = referred(schema.$ref, within);
    return faultIn(value, found, schema.$ref.startsWith('#') ? within : found, at);
  }
  if (value === undefined) return `without ${at}`;
  if (schema.enum && !schema.enum.includes(value)) return `with an unknown value of ${at}`;
  if (!isOf(schema.type, value)) return at === '' ? 'without content' : `whose ${at} is no ${schema.type}`;
  if (Array.isArray(value)) return firstOf(value.keys(), (index) => part(value[index], `${at}[${index}]`));
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = value as Readonly<Record<string, unknown>>;
  return firstOf(Object.entries(schema.properties ?? {}), ([name, field]) =>
    fields[name] !== undefined || schema.required?.includes(name)
      ? faultIn(fields[name], field, within, at === '' ? name : `${at}.${name}`)
      : undefined,
  );

  function part(item: unknown, place: string): string | undefined {
    return schema.items && faultIn(item, schema.items, within, place);
  }
}

function referred(reference: string, within: Schema): Schema {
  const name = reference.split('/').at(-1) ?? '';
  const found = reference.startsWith('#')
    ? within.definitions?.[name]
    : ENVELOPE.$defs[`https://cucumber.io/schema/${name}`];
  if (found === undefined) throw new Error(`the schema of messages has no ${reference}`);
  return found;
}

function isOf(type: string | undefined, value: unknown): boolean {
  switch (type) {
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'array':
      return Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    default:
      return type === undefined || typeof value === type;
  }
}

function firstOf<Item>(items: Iterable<Item>, fault: (item: Item) => string | undefined): string | undefined {
  for (const item of items) {
    const found = fault(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
