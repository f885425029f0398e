import { type Attaching, judgeRows } from '../../../judging/check-results.ts';
import type { Reading } from '../expected.ts';
import { formsOf } from '../logs/secret-logs.ts';
import { requireWorkloadPods } from '../pods.ts';
import { pathOf } from './promises-of-all-pods.ts';

/** Judges, row by row, that no pod has the value of the Secret's key in its spec or its annotations, in whichever container. A failure tells the place, never the value. */
export async function podsMustHideSecret(
  world: Attaching,
  { cluster, subject }: Reading,
  name: string,
  rows: readonly { check?: string; key: string }[],
): Promise<void> {
  const pods = await requireWorkloadPods(cluster, subject);
  await judgeRows(world, rows, async ({ key }) => {
    const forms = await formsOf(cluster, subject, { name, key });
    for (const { metadata, spec } of pods) {
      const place = pathOf({ spec, annotations: metadata.annotations }, (text) =>
        forms.some((form) => text.includes(form)),
      );
      if (place !== undefined)
        throw new Error(
          `pod ${metadata.namespace}/${metadata.name}: expected ${key} of Secret ${name} nowhere as a literal, got it at ${place}`,
        );
    }
  });
}
