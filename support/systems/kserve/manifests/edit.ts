import { isQuantity } from '../../../amounts/quantity.ts';
import type { KubernetesObject } from '../../../cluster/cluster.ts';
import type { Target } from '../../../settings/settings.ts';
import { SPAN } from '../../../waiting/duration.ts';

/** What a value must be, in words, where it is something else; undefined for one that fits. */
export type ValueRule = (value: string) => string | undefined;

/** Changes a manifest in place; `rule` says which values make sense, for all of them where it is absent. */
export interface Edit {
  (object: KubernetesObject, value: string, target: Target): void;
  readonly rule?: ValueRule;
}

/** An edit that only values of one kind make sense for. */
export const valued = (rule: ValueRule, edit: Edit): Edit =>
  Object.assign<Edit, { rule: ValueRule }>((object, value, target) => edit(object, value, target), { rule });

/** Negative numbers are whole ones: that they are refused may be what is promised. */
export const wholeNumber: ValueRule = (value) =>
  /^-?\d+$/.test(value) ? undefined : 'a whole number in figures, such as 2';

export const quantity: ValueRule = (value) =>
  isQuantity(value) ? undefined : 'a quantity such as 2, 500m or 8Gi';

export const span: ValueRule = (value) =>
  new RegExp(`^(?:${SPAN.source})$`).test(value) ? undefined : 'a span such as 30 seconds or 5 minutes';

export const label: ValueRule = (value) =>
  /^[^=\s]+=[^=\s]+$/.test(value) ? undefined : 'a label and its value such as app=server';

/** One of a few words; a rule as well where it is given. */
export const wordOr =
  (words: readonly string[], rule?: ValueRule): ValueRule =>
  (value) => {
    if (words.includes(value)) return undefined;
    const either = words.map((word) => `"${word}"`).join(' or ');
    if (!rule) return either;
    const wanted = rule(value);
    return wanted && `${wanted}, or ${either}`;
  };
