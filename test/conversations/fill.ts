/** Values that steps have kept, by name. */
export type Kept = Map<string, string>;

/** A copy of a value in which every `{name}` of a kept value is replaced, in keys as well. Other braces stay. */
export function fill<T>(value: T, kept: Kept): T {
  return filled(value, kept) as T;
}

function filled(value: unknown, kept: Kept): unknown {
  if (typeof value === 'string')
    return value.replaceAll(/\{([a-z][\w-]*)\}/g, (whole, name: string) => kept.get(name) ?? whole);
  if (Array.isArray(value)) return value.map((item) => filled(item, kept));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [String(filled(key, kept)), filled(child, kept)]),
  );
}

/** The value at a dotted path (`metadata.uid`, `items.0.metadata.name`); undefined when it is not there. */
export function valueAt(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((inner, step) => {
    if (inner === null || typeof inner !== 'object') return undefined;
    return (inner as Record<string, unknown>)[step];
  }, value);
}
