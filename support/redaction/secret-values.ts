import { namesSecret } from '../settings/secret-names.ts';

/** Shorter values stand in too much text that is no secret: `true`, `80`, `admin`. */
const SHORTEST = 6;
/** A variable with the name of a secret may hold an ordinary word. */
const SHORTEST_OF_VARIABLE = 8;

/**
 * What a Secret of an object store says beside its credentials: where the models lie. It stands in model URIs as well. Only
 * what looks like such a place is told; a credential under one of these names does not.
 */
const PLACES = new Map<string, RegExp>(
  Object.entries({
    AWS_S3_BUCKET: /^[a-z0-9]{1,20}(?:[.-][a-z0-9]{1,20})*$/,
    AWS_S3_ENDPOINT: /^https?:\/\/[\w.-]+(?::\d+)?\/?$/,
    AWS_REGION: /^[a-z]{2}(?:-[a-z]+){1,3}-\d$/,
    AWS_DEFAULT_REGION: /^[a-z]{2}(?:-[a-z]+){1,3}-\d$/,
  }),
);

/** Each registered value in each form in which it may appear. */
const forms = new Set<string>();
let pattern: RegExp | undefined;

/** From now on `redact` hides this value in this worker: as it is, in base64, as part of a URL and of JSON. Lines of a long value are hidden one by one. */
export function registerSecret(value: string): void {
  for (const part of new Set([value, value.trim(), ...value.split(/\r?\n/)])) {
    if (part.length < SHORTEST) continue;
    const base64 = Buffer.from(part).toString('base64');
    const variants = [part, base64, base64.replace(/=+$/, ''), encodeURIComponent(part)];
    for (const form of [...variants, JSON.stringify(part).slice(1, -1)]) forms.add(form);
    pattern = undefined;
  }
}

/** Registers every value of a Secret but places: `data` in base64, `stringData` as it is. */
export function registerSecretObject(secret: { [field: string]: unknown }): void {
  for (const [name, value] of valuesOf(secret.data)) {
    const plain = Buffer.from(value, 'base64').toString('utf8');
    if (!isPlace(name, plain)) [plain, value].forEach(registerSecret);
  }
  for (const [name, value] of valuesOf(secret.stringData)) if (!isPlace(name, value)) registerSecret(value);
}

const isPlace = (name: string, value: string): boolean => PLACES.get(name)?.test(value) === true;

/** Registers the variables of a process that hold secrets by their names; paths are no secrets. */
export function registerEnvironment(env: NodeJS.ProcessEnv): void {
  for (const [name, value] of Object.entries(env))
    if (value !== undefined && isSecretVariable(name, value)) registerSecret(value);
}

/** Registers the secrets that stand as plain values in an object: variables and flags of containers. Values of a Secret as well. */
export function registerSecretsIn(object: unknown): void {
  if (typeof object !== 'object' || object === null) return;
  if (Array.isArray(object)) registerFlags(object);
  const { kind, name, value } = object as Record<string, unknown>;
  if (kind === 'Secret') registerSecretObject(object as { [field: string]: unknown });
  if (typeof name === 'string' && typeof value === 'string' && isSecretVariable(name, value))
    registerSecret(value);
  Object.values(object).forEach(registerSecretsIn);
}

/** The item behind `--api-key` in a list of arguments. */
const registerFlags = (items: readonly unknown[]): void =>
  items.forEach((item, index) => {
    const value = items[index + 1];
    if (typeof item === 'string' && /^--?[\w-]+$/.test(item) && typeof value === 'string')
      if (isSecretVariable(item, value)) registerSecret(value);
  });

const isSecretVariable = (name: string, value: string): boolean =>
  namesSecret(name) && value.length >= SHORTEST_OF_VARIABLE && !value.startsWith('/');

/** What finds the registered values, the longest first; undefined while there are none. */
export function registeredValues(): RegExp | undefined {
  if (forms.size === 0) return undefined;
  pattern ??= new RegExp(
    [...forms]
      .sort((a, b) => b.length - a.length)
      .map((form) => form.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
      .join('|'),
    'g',
  );
  return pattern;
}

/** For tests: forgets every registered value. */
export function forgetSecrets(): void {
  forms.clear();
  pattern = undefined;
}

const valuesOf = (data: unknown): [name: string, value: string][] =>
  typeof data === 'object' && data !== null
    ? Object.entries(data).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
    : [];
