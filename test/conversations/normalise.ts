/**
 * Replaces what differs from run to run (uids, versions, times, addresses, generated names) by numbered tokens, so that two recordings of one
 * conversation can be compared and equalities survive: the same uid gets the same token wherever it stands. Times only
 * say that there is one: two of them fall into the same second or not by chance.
 */
export function normalise<T>(transcript: T): T {
  return new Normaliser().of(transcript) as T;
}

const UID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;
const ADDRESS = /\b(?:\d{1,3}\.){3}\d{1,3}\b/g;
const NAMESPACE = /conversation-[0-9a-f]{8}/g;
/** Alphabet and length of generated suffixes (k8s.io/apimachinery/pkg/util/rand), after a template hash or alone. */
const SUFFIX =
  /(?<=-)(?:[bcdfghjklmnpqrstvwxz2456789]{8,10}-)?[bcdfghjklmnpqrstvwxz2456789]{5}(?![a-z0-9-])/g;

class Normaliser {
  readonly #tokens = new Map<string, string>();
  readonly #counts = new Map<string, number>();

  of(value: unknown, key = ''): unknown {
    if (typeof value === 'string') return this.#text(value, key);
    if (Array.isArray(value)) return value.map((item) => this.of(item, key));
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, child]) => [this.#text(name, ''), this.of(child, name)]),
    );
  }

  #text(text: string, key: string): string {
    if (key === 'resourceVersion' && /^\d+$/.test(text)) return this.#token('version', text);
    if (key === 'continue') return this.#token('continue', text);
    return text
      .replaceAll(NAMESPACE, (found) => this.#token('namespace', found))
      .replaceAll(UID, (found) => this.#token('uid', found))
      .replaceAll(TIME, '<time>')
      .replaceAll(ADDRESS, (found) => this.#token('address', found))
      .replaceAll(/(?<=resourceVersion=)\d+/g, (found) => this.#token('version', found))
      .replaceAll(SUFFIX, (found) => this.#token('suffix', found));
  }

  #token(kind: string, value: string): string {
    const id = `${kind} ${value}`;
    const known = this.#tokens.get(id);
    if (known) return known;
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    const token = `<${kind} ${count}>`;
    this.#tokens.set(id, token);
    return token;
  }
}
