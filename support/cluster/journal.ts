import { randomBytes } from 'node:crypto';
import { ApiRefusal, type Cluster, type Json, type KubernetesObject, type Reference } from './cluster.ts';
import { messageOf } from './environment-error.ts';
import { mergePatch, restoration } from './merge-patch.ts';
import { nameOf, referenceOf } from './objects.ts';
import { compareVersions } from './resource-version.ts';
import { RUN_LABEL, SUITE_NAMESPACE } from './run-label.ts';
import { ensureSuiteNamespace } from './suite-namespace.ts';

const CONFIG_MAP = { apiVersion: 'v1', kind: 'ConfigMap' };
/** What tells entries from other ConfigMaps of the suite's namespace. */
const UNDO_LABEL = 'acceptance.llm-serving/undo';
/** Writes that lose to somebody else's are tried again this often. */
const ATTEMPTS = 5;

type JsonObject = { [field: string]: Json };
/** What the journal needs; its own records must not carry the run's label on their namespace. */
export type Records = Pick<Cluster, 'get' | 'list' | 'create' | 'merge' | 'delete'>;

/** What taking back changes came to. */
export interface UndoReport {
  /** One line for each object that is as it was. */
  restored: string[];
  /** One line for each field or object that could not be brought back. */
  problems: string[];
}

/**
 * Changes an object that the suite did not create. Both directions of the change are on the cluster before it is made.
 * Refuses Secrets, whose values must not be copied. Throws when the object is absent. `written` hears the name of the entry.
 */
export async function changeWithUndo(
  records: Records,
  run: string,
  reference: Reference,
  alter: (object: KubernetesObject) => void,
  written: (entry: string) => void = () => undefined,
): Promise<KubernetesObject> {
  if (reference.kind === 'Secret')
    throw new Error(
      `${nameOf(reference)}: Secrets are not changed, because the undo journal would copy their values`,
    );
  for (let attempt = 1; ; attempt += 1) {
    const before = await records.get(reference);
    if (!before) throw new Error(`${nameOf(reference)} does not exist, so it cannot be changed`);
    const after = structuredClone(before);
    alter(after);
    const change = mergePatch(before as JsonObject, after as JsonObject);
    const undo = mergePatch(after as JsonObject, before as JsonObject);
    if (!change || !undo) return before;
    const entry = await write(records, run, before, change, undo);
    written(entry.metadata.name);
    try {
      return await records.merge(reference, pinned(change, before));
    } catch (error) {
      if (!isConflict(error) || attempt === ATTEMPTS) throw error;
      await records.delete(referenceOf(entry));
    }
  }
}

/** Takes back the changes of a run that are still in its journal, newest first: all of them, or those of the named entries. */
export async function replayJournal(
  records: Records,
  run: string,
  only?: ReadonlySet<string>,
): Promise<UndoReport> {
  const report: UndoReport = { restored: [], problems: [] };
  for (const entry of await entries(records, `${RUN_LABEL}=${run}`)) {
    if (only && !only.has(entry.metadata.name)) continue;
    try {
      await takeBack(records, entry, report);
      await records.delete(referenceOf(entry));
    } catch (error) {
      report.problems.push(`${describe(entry)}: ${messageOf(error)}`);
    }
  }
  return report;
}

/** The runs that have changes to take back. */
export async function runsWithChanges(records: Records): Promise<string[]> {
  const found = await entries(records, UNDO_LABEL);
  return [...new Set(found.map((entry) => entry.metadata.labels?.[RUN_LABEL] ?? ''))].filter(Boolean);
}

async function entries(records: Records, selector: string): Promise<KubernetesObject[]> {
  const selected = await records.list(CONFIG_MAP, {
    namespace: SUITE_NAMESPACE,
    selector: selector === UNDO_LABEL ? selector : `${UNDO_LABEL},${selector}`,
  });
  return selected.toSorted((a, b) => compareVersions(b.metadata.resourceVersion, a.metadata.resourceVersion));
}

async function write(
  records: Records,
  run: string,
  object: KubernetesObject,
  change: JsonObject,
  undo: JsonObject,
): Promise<KubernetesObject> {
  await ensureSuiteNamespace(records);
  const target = { ...referenceOf(object), uid: object.metadata.uid };
  return records.create({
    ...CONFIG_MAP,
    metadata: {
      name: `undo-${run}-${randomBytes(5).toString('hex')}`,
      namespace: SUITE_NAMESPACE,
      labels: { [RUN_LABEL]: run, [UNDO_LABEL]: 'pending' },
    },
    data: { object: JSON.stringify(target), change: JSON.stringify(change), undo: JSON.stringify(undo) },
  });
}

async function takeBack(records: Records, entry: KubernetesObject, report: UndoReport): Promise<void> {
  const data: { object: string; change: string; undo: string } = entry.data;
  const target: Reference & { uid?: string } = JSON.parse(data.object);
  const { uid, ...reference } = target;
  for (let attempt = 1; ; attempt += 1) {
    const now = await records.get(reference);
    if (!now || now.metadata.uid !== uid) {
      report.restored.push(`${nameOf(reference)}: gone since, nothing to restore`);
      return;
    }
    const { patch, conflicts } = restoration(
      now as JsonObject,
      JSON.parse(data.change),
      JSON.parse(data.undo),
    );
    try {
      if (patch) await records.merge(reference, pinned(patch, now));
    } catch (error) {
      if (isConflict(error) && attempt < ATTEMPTS) continue;
      throw error;
    }
    if (conflicts.length === 0) report.restored.push(`${nameOf(reference)}: as it was`);
    else
      report.problems.push(
        `${nameOf(reference)}: left alone, changed by somebody else since: ${conflicts.join(', ')}`,
      );
    return;
  }
}

/** Lets the patch fail with 409 when the object is no longer the one that was read. */
function pinned(patch: JsonObject, object: KubernetesObject): JsonObject {
  const metadata = typeof patch.metadata === 'object' ? patch.metadata : {};
  return { ...patch, metadata: { ...metadata, resourceVersion: object.metadata.resourceVersion ?? null } };
}

const isConflict = (error: unknown): boolean => error instanceof ApiRefusal && error.code === 409;

function describe(entry: KubernetesObject): string {
  const target: Reference = JSON.parse(entry.data.object);
  return nameOf(target);
}
