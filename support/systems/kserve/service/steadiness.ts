import type { Cluster } from '../../../cluster/cluster.ts';
import { countAssertion } from '../../../judging/assertions.ts';
import type { Duration } from '../../../waiting/duration.ts';
import { conditionOf, conditionsInWords, nameOf, type Subject, type Truth } from '../served.ts';

/** From the first state in which the subject was ready to the present one it was ready in each; throws with the first in which it was not, and when it never was. */
export async function mustHaveStayedReady(cluster: Cluster, subject: Subject): Promise<void> {
  const history = await cluster.history(subject.reference);
  const isReady = (object: (typeof history)[number]) => conditionOf(object, 'Ready')?.status === 'True';
  const since = history.findIndex(isReady);
  const lapse = since < 0 ? history.at(-1) : history.slice(since).find((object) => !isReady(object));
  countAssertion();
  if (since < 0 || lapse)
    throw new Error(
      `${nameOf(subject)}: expected it to have stayed ready since it became so, got ${conditionsInWords(lapse)}`,
    );
}

/** The condition has the status now and keeps it during the whole time; fails as soon as it has another one. */
export async function mustKeepReporting(
  cluster: Cluster,
  subject: Subject,
  type: string,
  status: Truth,
  span: Duration,
): Promise<void> {
  await cluster.waitForObject(
    `${nameOf(subject)}: expected condition ${type}=${status} for ${span.text}`,
    subject.reference,
    (object) => {
      const got = conditionOf(object, type)?.status;
      return object && got === status
        ? { met: true, value: object }
        : { met: false, seen: conditionsInWords(object), hopeless: `${type} is ${got ?? 'not reported'}` };
    },
    { limit: { milliseconds: span.milliseconds * 3, text: `3 times ${span.text}` }, stableFor: span },
  );
}
