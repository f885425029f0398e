/** Shuffles lists by a seed: the same seed and lists give the same orders. */
export function seededOrder(seed: number): <Item>(list: readonly Item[]) => Item[] {
  let state = seed >>> 0;
  // mulberry32: small, even enough for an order, and the same on every machine.
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return (list) =>
    list
      .map((item) => ({ item, key: next() }))
      .sort((a, b) => a.key - b.key)
      .map(({ item }) => item);
}
