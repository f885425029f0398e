import type { Cluster, KubernetesObject } from '../../../cluster/cluster.ts';
import { type Attaching, judgeRows } from '../../../judging/check-results.ts';
import { kindOf, kindsOf } from '../kinds.ts';
import { valuesOf } from '../part-settings.ts';

/** Judges, row by row, that the namespace holds no object of the kind; a kind that the API does not serve has none. */
export function namespaceMustHoldNone(
  world: Attaching,
  cluster: Cluster,
  namespace: string,
  rows: readonly { check?: string; kind: string }[],
): Promise<void> {
  return judgeRows(world, rows, async (row) => {
    const found: KubernetesObject[] = [];
    for (const kind of kindsOf(row.kind))
      if (await cluster.serves(kind)) found.push(...(await cluster.list(kind, { namespace })));
    if (found.length > 0)
      throw new Error(
        `namespace ${namespace}: expected no ${row.kind}, got ${found.map(({ metadata }) => metadata.name).join(', ')}`,
      );
  });
}

/** What a `with` cell may ask of an object, besides its being there. Values of Secrets are never shown. */
const QUALITIES: [RegExp, (object: KubernetesObject, names: string[]) => string[]][] = [
  [/^its name$/, () => []],
  [/^keys (.+)$/, (object, keys) => keys.filter((key) => !object.data?.[key])],
  [
    /^arguments (.+)$/,
    (object, wanted) => wanted.filter((text) => !valuesOf(object, 'arguments').includes(text)),
  ],
  [
    /^secrets (.+)$/,
    (object, names) =>
      names.filter(
        (name) => !(object.secrets ?? []).some((secret: { name: string }) => secret.name === name),
      ),
  ],
];

/** How such a cell begins, for lists of what a table may say. */
export const OBJECT_QUALITIES = ['its name', 'keys <a, b>', 'secrets <a, b>', 'arguments <--a, --b>'];

/** Judges, row by row, that an object (`Secret name`) is in the namespace and has what the cell asks. */
export function namespaceMustHold(
  world: Attaching,
  cluster: Cluster,
  namespace: string,
  rows: readonly { check?: string; object: string; with: string }[],
): Promise<void> {
  return judgeRows(world, rows, async (row) => {
    const words = row.object.split(' ');
    const name = words.pop() ?? '';
    const word = words.join(' ');
    const object = await cluster.get({ ...kindOf(word), namespace, name });
    if (!object)
      throw new Error(`namespace ${namespace}: expected ${row.object}, got nothing under that name`);
    const missing = missingIn(object, row.with);
    if (missing.length > 0)
      throw new Error(`${row.object}: expected ${row.with}, missing ${missing.join(', ')}`);
  });
}

function missingIn(object: KubernetesObject, wanted: string): string[] {
  for (const [form, missing] of QUALITIES) {
    const match = form.exec(wanted);
    if (match) return missing(object, (match[1] ?? '').split(', '));
  }
  throw new Error(
    `"${wanted}" is nothing to ask of an object: write "its name", "keys a, b", "secrets a, b" or "arguments --a --b"`,
  );
}
