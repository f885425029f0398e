import type { Promised } from './promise.ts';
import type { Side } from './side.ts';

/** What of a promise changed; the first that applies is what a reader must look at. */
export type PromisePart =
  | 'words'
  | 'priority'
  | 'release'
  | 'before'
  | 'title'
  | 'feature'
  | 'places'
  | 'place';

export interface PromiseChange {
  readonly check: string;
  readonly parts: readonly PromisePart[];
  readonly from: string;
  readonly to: string;
  readonly at: string;
  /** How many more places decide it than before; negative for less. */
  readonly morePlaces: number;
}

/** Checks that both runs decide, in other words, on other values of the release, or on other ground. */
export function promiseChanges(a: Side, b: Side): PromiseChange[] {
  return [...b.promises].flatMap(([check, to]) => {
    const from = a.promises.get(check);
    if (from === undefined) return [];
    const parts = partsChanged(from, to);
    const [first] = parts;
    if (first === undefined) return [];
    const [was, is] = [textOf(first, from, to), textOf(first, to, from)];
    return [{ check, parts, from: was, to: is, at: to.at, morePlaces: placesOf(to) - placesOf(from) }];
  });
}

/** A promise that changed, and not only its name or its place. */
export const isOtherPromise = ({ parts }: PromiseChange): boolean =>
  parts.some((part) => ['words', 'priority', 'release', 'before'].includes(part));

function partsChanged(from: Promised, to: Promised): PromisePart[] {
  const texts = (['words', 'priority', 'before', 'title', 'feature'] as const).filter(
    (part) => from[part] !== to[part],
  );
  const resolved = wordsChanged(from, to).length > 0 ? (['release'] as const) : [];
  const places = placesOf(from) === placesOf(to) ? [] : (['places'] as const);
  const place = filesOf(from) === filesOf(to) ? [] : (['place'] as const);
  const order: readonly PromisePart[] = [
    'words',
    'priority',
    'release',
    'before',
    'title',
    'feature',
    'places',
    'place',
  ];
  const all: readonly PromisePart[] = [...texts, ...resolved, ...places, ...place];
  return order.filter((part) => all.includes(part));
}

/** A scenario that ended early resolved fewer words: only those of both runs can differ. */
const wordsChanged = (from: Promised, to: Promised): string[] =>
  Object.keys(to.resolved).filter(
    (word) => from.resolved[word] !== undefined && from.resolved[word] !== to.resolved[word],
  );

function textOf(part: PromisePart, of: Promised, other: Promised): string {
  if (part === 'release')
    return wordsChanged(of, other)
      .map((word) => `${word} = ${of.resolved[word]}`)
      .join(', ');
  return part === 'place' || part === 'places' ? of.at : of[part];
}

const placesOf = ({ at }: Promised): number => at.split('\n').length;

/** Each file once, in however many of its places. */
const filesOf = ({ at }: Promised): string =>
  [...new Set(at.split('\n').map((place) => place.replace(/:\d+$/, '')))].join('\n');
