/** The candidate that is most like a text, if any is like enough to be what was meant; other capitals are no difference. */
export function nearest(text: string, candidates: Iterable<string>): string | undefined {
  const small = text.toLowerCase();
  let best: string | undefined;
  let least = Math.max(2, Math.floor(text.length * 0.6));
  for (const candidate of candidates) {
    const distance = editDistance(small, candidate.toLowerCase(), least);
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

/** How many characters must be added, removed or replaced (Levenshtein); `bound` or more is not counted to its end. */
export function editDistance(a: string, b: string, bound = Number.POSITIVE_INFINITY): number {
  if (Math.abs(a.length - b.length) >= bound) return bound;
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const replaced = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    if (Math.min(...current) >= bound) return bound;
    previous = current;
  }
  return previous[b.length] ?? 0;
}

/** Lists up to this length are shown whole, also beside the word that was meant. */
const SHORT = 12;

/** Nobody reads lists that are longer; so many are shown of those. */
const LONG = 40;
const SHOWN = 5;

/**
 * The way out of a word that is none: the one that was meant, or those that contain it, and the others where they are few
 * or nothing is like it.
 */
export function offer(word: string, values: readonly string[]): string {
  const like = nearest(word, values);
  const meant = like === undefined ? containing(word, values) : [like];
  const others = `write one of ${values.join(', ')}`;
  if (meant.length === 0) return values.length <= LONG ? others : mostAlike(word, values);
  const quoted = meant.map((value) => `"${value}"`).join(' or ');
  return `did you mean ${quoted}?${values.length <= SHORT ? ` ${others}` : ''}`;
}

/** `available replicas` and `ready replicas` for `replicas`. */
function containing(word: string, values: readonly string[]): string[] {
  const found = values.filter((value) => ` ${value} `.includes(` ${word} `));
  return word !== '' && found.length <= SHOWN ? found : [];
}

function mostAlike(word: string, values: readonly string[]): string {
  const sorted = values.toSorted((a, b) => editDistance(word, a) - editDistance(word, b));
  return `the most like it are ${sorted.slice(0, SHOWN).join(', ')}; docs/glossary.md lists all ${values.length}`;
}
