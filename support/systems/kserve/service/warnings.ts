import type { Cluster, KubernetesObject } from '../../../cluster/cluster.ts';
import type { Duration } from '../../../waiting/duration.ts';
import { nameOf, type Subject } from '../served.ts';

const EVENT = { apiVersion: 'v1', kind: 'Event' };

const isAbout = ({ involvedObject, type }: KubernetesObject, { reference }: Subject): boolean =>
  type === 'Warning' && involvedObject?.kind === reference.kind && involvedObject?.name === reference.name;

/** Waits until a Warning event about the subject holds one of the texts. */
export async function mustBeWarnedOf(
  cluster: Cluster,
  subject: Subject,
  texts: readonly string[],
  limit: Duration,
): Promise<void> {
  await cluster.waitForList(
    `${nameOf(subject)}: expected a warning about it that says "${texts.join('" or "')}"`,
    EVENT,
    { namespace: subject.reference.namespace },
    (events) => {
      const said = events.filter((event) => isAbout(event, subject)).map(({ message }) => String(message));
      return said.some((message) => texts.some((text) => message.includes(text)))
        ? { met: true, value: undefined }
        : { met: false, seen: said.length > 0 ? said.join('; ') : 'no warning about it' };
    },
    { limit },
  );
}
