/** Factors of the suffixes of Kubernetes quantities. */
const FACTORS: Readonly<Record<string, number>> = {
  '': 1,
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/** Whether some text is a quantity. */
export const isQuantity = (text: string): boolean => {
  try {
    return Number.isFinite(quantityOf(text));
  } catch {
    return false;
  }
};

/** Reads a quantity (`500m`, `8Gi`, `2`) as a number of CPUs, bytes or things. Throws for what is none. */
export function quantityOf(text: string | number): number {
  const [, number = '', suffix = ''] = /^(\d+(?:\.\d+)?)([a-zA-Z]*)$/.exec(String(text).trim()) ?? [];
  const factor = FACTORS[suffix];
  if (number === '' || factor === undefined)
    throw new Error(`"${text}" is no quantity: write 2, 500m or 8Gi`);
  return Number(number) * factor;
}

/** Bytes as people read them: `8 GiB`, `512 MiB`. */
export function bytesText(bytes: number): string {
  if (bytes >= 2 ** 30) return `${Math.round((bytes / 2 ** 30) * 10) / 10} GiB`;
  return `${Math.round(bytes / 2 ** 20)} MiB`;
}
