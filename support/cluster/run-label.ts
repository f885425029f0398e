import type { KubernetesObject } from './cluster.ts';

/** Prefix of every label and annotation of the suite. */
const PREFIX = 'acceptance.llm-serving';

/** On everything that a run creates: the run's id. */
export const RUN_LABEL = `${PREFIX}/run`;
/** On a namespace: the requirement ids of its scenario, separated by `_`. */
export const REQUIREMENT_LABEL = `${PREFIX}/requirement`;
/** On a namespace: the scenario's title. */
export const TITLE_ANNOTATION = `${PREFIX}/title`;
/** On a namespace: when anybody may delete it (RFC 3339). */
export const EXPIRY_ANNOTATION = `${PREFIX}/expires`;
/** On a namespace that stays after its run for people to look at, until it expires. */
export const KEEP_ANNOTATION = `${PREFIX}/keep`;
/** On a run's Lease: cluster seconds for each real second, as the run knew it. */
export const SCALE_ANNOTATION = `${PREFIX}/time-scale`;

/** Where the suite keeps its Leases and undo journals. */
export const SUITE_NAMESPACE = 'llm-serving-acceptance';
/** Name under which the suite's writes are recorded in managedFields. */
export const FIELD_MANAGER = 'llm-serving-acceptance';

/** A copy that carries the run's label, by which a sweep finds it. */
export function labelled<T extends KubernetesObject>(object: T, run: string | undefined): T {
  if (run === undefined) return object;
  const labels = { ...object.metadata.labels, [RUN_LABEL]: run };
  return { ...object, metadata: { ...object.metadata, labels } };
}
