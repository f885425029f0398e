import type { Promised } from './promise.ts';
import type { Side } from './side.ts';

/** What of a promise changed; the first that applies is what a reader must look at. */
export type PromisePart = 'words' | 'priority' | 'release' | 'before' | 'title' | 'feature' | 'place';

export interface PromiseChange {
  readonly check: string;
  readonly parts: readonly PromisePart[];
  readonly from: string;
  readonly to: string;
  readonly at: string;
}

/** Checks that both runs decide, in other words, on other values of the release, or on other ground. */
export function promiseChanges(a: Side, b: Side): PromiseChange[] {
  return [...b.promises].flatMap(([check, to]) => {
    const from = a.promises.get(check);
    if (from === undefined) return [];
    const parts = partsChanged(from, to);
    const [first] = parts;
    if (first === undefined) return [];
    return [{ check, parts, from: textOf(first, from, to), to: textOf(first, to, from), at: to.at }];
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
  const place = filesOf(from.at) === filesOf(to.at) ? [] : (['place'] as const);
  const order: readonly PromisePart[] = [
    'words',
    'priority',
    'release',
    'before',
    'title',
    'feature',
    'place',
  ];
  const all: readonly PromisePart[] = [...texts, ...resolved, ...place];
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
  return part === 'place' ? of.at : of[part];
}

const filesOf = (places: string): string => places.replaceAll(/:\d+/g, '');
