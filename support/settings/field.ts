import { isQuantity } from '../amounts/quantity.ts';

/** What a field of a settings file may hold. `env` is the variable that overrides it; for maps a prefix ending in `_`. */
export type Field = TextField | NumberField | TextsField | MapField | GroupField;

interface Described {
  /** One sentence for the README's table. */
  readonly meaning: string;
  readonly env?: string;
}

export interface TextField extends Described {
  readonly type: 'text';
  /** A quantity of Kubernetes: `500m`, `64Gi`. */
  readonly quantity?: true;
  readonly choices?: readonly string[];
  readonly default?: string;
  readonly required?: true;
}

export interface NumberField extends Described {
  readonly type: 'number';
  readonly least: number;
  readonly most?: number;
  readonly integer?: true;
  readonly default?: number;
  readonly required?: true;
}

/** A list of texts; `a, b` in the environment. */
export interface TextsField extends Described {
  readonly type: 'texts';
  readonly default?: readonly string[];
}

/** Texts or groups by name; `IMAGE_MODEL_SERVER=…` sets `model-server`, and without a trailing `_` the variable is `a=b, c=d`. */
export interface MapField extends Described {
  readonly type: 'map';
  readonly of?: GroupField;
}

/** A mapping with fixed keys. */
export interface GroupField extends Described {
  readonly type: 'group';
  readonly fields: Readonly<Record<string, Field>>;
  /** Absent in the file means absent in the settings. */
  readonly optional?: true;
  /** How a text of the environment gives all fields at once: `namespace/deployment/container`. */
  readonly separator?: string;
}

interface Bounds {
  least: number;
  most?: number;
  integer?: true;
}

/** True when the number keeps the bounds of its field. */
export const numberFits = (number: number, { least, most, integer }: Bounds): boolean =>
  Number.isFinite(number) &&
  number >= least &&
  number <= (most ?? Number.POSITIVE_INFINITY) &&
  (!integer || Number.isInteger(number));

/** `a whole number from 1`, `a number from 1 to 120`. */
export const numberInWords = ({ least, most, integer }: Bounds): string =>
  `a ${integer ? 'whole ' : ''}number from ${least}${most === undefined ? '' : ` to ${most}`}`;

/** What a text must be, in words, where it is something else; undefined for one that fits its field. */
export function textMustBe({ choices, quantity }: TextField, text: string): string | undefined {
  if (choices && !choices.includes(text)) return `one of ${choices.join(', ')}`;
  return quantity && !isQuantity(text) ? 'a quantity such as 16, 500m or 64Gi' : undefined;
}
