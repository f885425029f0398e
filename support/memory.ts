/** A typed place for what one step leaves for the next. */
export interface Slot<Value> {
  /** What a reader calls it: `the answer`. */
  readonly name: string;
  /** The step that fills it: `When I ask it …`. */
  readonly filledBy: string;
  /** Never set: it carries the type. */
  readonly value?: Value;
}

/** A slot for values of one type: `const answer = slot<Answer>('the answer', 'When I ask it …')`. */
export const slot = <Value>(name: string, filledBy: string): Slot<Value> => ({ name, filledBy });

/** A scenario lacks a step that another one of it builds on: nothing was judged by that. The message names it. */
export class MissingStep extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'MissingStep';
  }
}

/** What the steps of one scenario remember. */
export class Memory {
  readonly #values = new Map<Slot<unknown>, unknown>();

  /** Fills a slot; a later value replaces an earlier one. */
  remember<Value>(where: Slot<Value>, value: Value): void {
    this.#values.set(where, value);
  }

  /** The value of a slot; throws with the step that is missing before this one. */
  require<Value>(where: Slot<Value>): Value {
    if (this.#values.has(where)) return this.#values.get(where) as Value;
    throw new MissingStep(`this step speaks of ${where.name}, but no step before it did "${where.filledBy}"`);
  }

  /** The value of a slot, where a step has filled it. */
  recall<Value>(where: Slot<Value>): Value | undefined {
    return this.#values.get(where) as Value | undefined;
  }
}
