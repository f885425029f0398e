import { setTimeout as sleep } from 'node:timers/promises';
import type { KubernetesObject } from './cluster.ts';
import type { ConnectedCluster } from './connect.ts';
import { messageOf } from './environment-error.ts';
import { ALONE, holderOf } from './exclusive.ts';
import { replayJournal, runsWithChanges } from './journal.ts';
import { isSilent, LEASE, leaseReference } from './lease.ts';
import { labelledObjects } from './leftovers.ts';
import { isKept, NAMESPACE } from './namespaces.ts';
import { nameOf, referenceOf } from './objects.ts';
import { RUN_LABEL, SUITE_NAMESPACE } from './run-label.ts';

/** Lists of a run's leftovers follow each other with this pause (real ms). */
const PAUSE = 200;
/** A run that keeps creating is not outrun for ever. */
const MOST_ROUNDS = 20;
/** A run that seemed dead is looked at again after this long (real ms): longer than between two renewals. */
const SECOND_LOOK = 20_000;

/** What a sweep did, one line an object; `problems` is what it could not do. */
export interface SweepReport {
  done: string[];
  problems: string[];
}

/**
 * Deletes what a run left behind and takes back its changes, until two lists in a row show nothing that is not already being
 * deleted. Namespaces that somebody asked to keep stay until they expire. Also called for a live run that is being interrupted.
 */
export async function sweepRun(cluster: ConnectedCluster, run: string): Promise<SweepReport> {
  const report: SweepReport = { done: [], problems: [] };
  const { restored, problems } = await replayJournal(cluster.records, run);
  report.done.push(...restored.map((line) => `restored ${line}`));
  report.problems.push(...problems);
  for (let empty = 0, round = 0; empty < 2 && round < MOST_ROUNDS; round += 1) {
    if (round > 0) await sleep(PAUSE);
    empty = (await deleteLeftovers(cluster, run, report)) === 0 ? empty + 1 : 0;
    if (round === MOST_ROUNDS - 1 && empty < 2) report.problems.push(`run ${run} still creates objects`);
  }
  await deleteLeases(cluster, run, report);
  return report;
}

/**
 * Sweeps the runs that are dead: those whose Lease is gone or was not renewed for 2 minutes, also when looked at a second time.
 * A live run is never touched. `note` hears of each decision.
 */
export async function sweepStale(
  cluster: ConnectedCluster,
  note: (line: string) => void,
  secondLook = SECOND_LOOK,
): Promise<SweepReport> {
  const report: SweepReport = { done: [], problems: [] };
  const first = new Map<string, string | undefined>();
  for (const run of await runsOnCluster(cluster)) {
    const lease = await cluster.get(leaseReference(run));
    if (lease && !isSilent(lease, await cluster.time.now())) note(`run ${run} is alive: left alone`);
    else first.set(run, renewal(lease));
  }
  if (first.size > 0) {
    note(`silent: ${[...first.keys()].join(', ')}; looking again in ${secondLook / 1_000} s`);
    await sleep(secondLook);
  }
  for (const [run, before] of first) {
    const lease = await cluster.get(leaseReference(run));
    if (lease && renewal(lease) !== before) {
      note(`run ${run} is alive after all: left alone`);
      continue;
    }
    const swept = await sweepRun(cluster, run);
    report.done.push(...swept.done.map((line) => `run ${run}: ${line}`));
    report.problems.push(...swept.problems.map((line) => `run ${run}: ${line}`));
  }
  return report;
}

const renewal = (lease: KubernetesObject | undefined): string | undefined => lease?.spec?.renewTime;

async function runsOnCluster(cluster: ConnectedCluster): Promise<Set<string>> {
  const objects = await labelledObjects(cluster, RUN_LABEL);
  const leases = await cluster.list(LEASE, { namespace: SUITE_NAMESPACE, selector: RUN_LABEL });
  const labels = [...objects, ...leases].map(({ metadata }) => metadata.labels?.[RUN_LABEL] ?? '');
  const now = await cluster.time.now();
  const kept = objects.filter((object) => object.kind === NAMESPACE.kind && isKept(object, now));
  const runs = new Set([...labels.filter(Boolean), ...(await runsWithChanges(cluster.records))]);
  for (const { metadata } of kept) {
    const run = metadata.labels?.[RUN_LABEL] ?? '';
    const inKept = (object: KubernetesObject) =>
      kept.some((other) => other.metadata.name === (object.metadata.namespace ?? object.metadata.name));
    const others = objects.filter((object) => object.metadata.labels?.[RUN_LABEL] === run && !inKept(object));
    const leased = leases.some((lease) => lease.metadata.labels?.[RUN_LABEL] === run);
    if (others.length === 0 && !leased) runs.delete(run);
  }
  return runs;
}

/** Namespaces first, since most of the rest goes with them. Returns how many deletions were asked for. */
async function deleteLeftovers(cluster: ConnectedCluster, run: string, report: SweepReport): Promise<number> {
  const selector = `${RUN_LABEL}=${run}`;
  const now = await cluster.time.now();
  const namespaces = await cluster.list(NAMESPACE, { selector });
  const going = namespaces.filter((namespace) => !isKept(namespace, now));
  const names = new Set(namespaces.map(({ metadata }) => metadata.name));
  const others = (await labelledObjects(cluster, selector)).filter(
    (object) => object.kind !== NAMESPACE.kind && !names.has(object.metadata.namespace ?? ''),
  );
  let asked = 0;
  for (const object of [...going, ...others]) {
    if (object.metadata.deletionTimestamp) continue;
    const name = nameOf(referenceOf(object));
    try {
      if (await cluster.delete(referenceOf(object))) report.done.push(`deleted ${name}`);
      asked += 1;
    } catch (error) {
      const problem = `${name} could not be deleted: ${messageOf(error)}`;
      if (!report.problems.includes(problem)) report.problems.push(problem);
    }
  }
  return asked;
}

async function deleteLeases(cluster: ConnectedCluster, run: string, report: SweepReport): Promise<void> {
  const alone = { ...LEASE, namespace: SUITE_NAMESPACE, name: ALONE };
  if (holderOf(await cluster.get(alone)).split('/')[0] === run && (await cluster.delete(alone)))
    report.done.push(`deleted ${nameOf(alone)}`);
  const own = leaseReference(run);
  if (await cluster.delete(own)) report.done.push(`deleted ${nameOf(own)}`);
}
