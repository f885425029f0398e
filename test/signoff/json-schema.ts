/** The part of JSON Schema that the schemas beside this file use. */
export interface Schema {
  readonly type?: 'object' | 'array' | 'string' | 'boolean';
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean;
  readonly minProperties?: number;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

/** Everything in which a value breaks a schema: `subject/0/digest: expected …`. */
export function violations(value: unknown, schema: Schema, root = schema, at = ''): string[] {
  const resolved = schema.$ref === undefined ? schema : definition(schema.$ref, root);
  const wrong = (expected: string): string[] => [
    `${at || '/'}: expected ${expected}, got ${JSON.stringify(value)?.slice(0, 60)}`,
  ];
  if (resolved.type !== undefined && typeOf(value) !== resolved.type) return wrong(resolved.type);
  return [
    ...(resolved.const !== undefined && value !== resolved.const ? wrong(String(resolved.const)) : []),
    ...(resolved.enum && !resolved.enum.includes(value) ? wrong(`one of ${resolved.enum.join(', ')}`) : []),
    ...(resolved.pattern && !new RegExp(resolved.pattern, 'u').test(String(value))
      ? wrong(resolved.pattern)
      : []),
    ...(resolved.allOf ?? []).flatMap((each) => violations(value, each, root, at)),
    ...(resolved.anyOf && !resolved.anyOf.some((each) => violations(value, each, root, at).length === 0)
      ? wrong(`one of ${JSON.stringify(resolved.anyOf)}`)
      : []),
    ...(Array.isArray(value) ? inArray(value, resolved, root, at) : []),
    ...(typeOf(value) === 'object' ? inObject(value as Record<string, unknown>, resolved, root, at) : []),
  ];
}

const typeOf = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;

function definition(reference: string, root: Schema): Schema {
  const found = root.$defs?.[reference.replace('#/$defs/', '')];
  if (found === undefined) throw new Error(`${reference} is not defined`);
  return found;
}

function inArray(value: readonly unknown[], schema: Schema, root: Schema, at: string): string[] {
  const { items, minItems = 0 } = schema;
  return [
    ...(value.length < minItems ? [`${at}: expected at least ${minItems} items, got ${value.length}`] : []),
    ...(items ? value.flatMap((item, index) => violations(item, items, root, `${at}/${index}`)) : []),
  ];
}

function inObject(value: Record<string, unknown>, schema: Schema, root: Schema, at: string): string[] {
  const keys = Object.keys(value);
  const patterns = Object.entries(schema.patternProperties ?? {});
  const known = (key: string): readonly Schema[] => [
    ...(schema.properties?.[key] ? [schema.properties[key]] : []),
    ...patterns.flatMap(([pattern, each]) => (new RegExp(pattern, 'u').test(key) ? [each] : [])),
  ];
  return [
    ...(schema.required ?? []).filter((key) => !(key in value)).map((key) => `${at}/${key}: is missing`),
    ...(keys.length < (schema.minProperties ?? 0) ? [`${at}: expected at least one property`] : []),
    ...keys.flatMap((key) => {
      const schemas = known(key);
      if (schemas.length === 0 && schema.additionalProperties === false) return [`${at}/${key}: is unknown`];
      return schemas.flatMap((each) => violations(value[key], each, root, `${at}/${key}`));
    }),
  ];
}
