import { ApiRefusal, type KubernetesObject } from './cluster.ts';
import type { ConnectedCluster } from './connect.ts';
import { messageOf } from './environment-error.ts';
import { RUN_LABEL, SCALE_ANNOTATION, SUITE_NAMESPACE } from './run-label.ts';
import { ensureSuiteNamespace } from './suite-namespace.ts';

/** A run says that it lives this often (real ms). */
const RENEWAL = 15_000;
/** A run that was silent for longer is dead (real ms). */
const LONGEST_SILENCE = 120_000;

export const LEASE = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease' };

/** The Lease that shows others that a run is alive, renewed until it is released. Taken before anything else is created. */
export class RunLease {
  private readonly cluster: ConnectedCluster;
  private readonly run: string;
  private readonly note: (line: string) => void;
  private readonly timer: NodeJS.Timeout;

  private constructor(cluster: ConnectedCluster, run: string, note: (line: string) => void) {
    this.cluster = cluster;
    this.run = run;
    this.note = note;
    this.timer = setInterval(() => void this.renew(), RENEWAL);
    this.timer.unref();
  }

  /** Creates the Lease; `note` hears when it cannot be renewed. Throws when a live run has the same id. */
  static async hold(cluster: ConnectedCluster, run: string, note: (line: string) => void): Promise<RunLease> {
    await ensureSuiteNamespace(cluster.records);
    const now = microTime(await cluster.time.now());
    await cluster.records.create({
      ...LEASE,
      metadata: {
        name: leaseName(run),
        namespace: SUITE_NAMESPACE,
        labels: { [RUN_LABEL]: run },
        annotations: { [SCALE_ANNOTATION]: String(cluster.time.scale) },
      },
      spec: {
        holderIdentity: run,
        leaseDurationSeconds: LONGEST_SILENCE / 1_000,
        acquireTime: now,
        renewTime: now,
      },
    });
    return new RunLease(cluster, run, note);
  }

  /** Renews at once; what goes wrong is noted, since the next renewal may succeed. */
  async renew(): Promise<void> {
    try {
      const renewTime = microTime(await this.cluster.time.now());
      await this.cluster.records.merge(leaseReference(this.run), { spec: { renewTime } });
    } catch (error) {
      this.note(
        `the Lease of run ${this.run} was not renewed (${messageOf(error)}): a sweep may take the run for dead`,
      );
    }
  }

  /** Ends the renewals and removes the Lease. */
  async release(): Promise<void> {
    clearInterval(this.timer);
    await this.cluster.records.delete(leaseReference(this.run));
  }
}

const leaseName = (run: string): string => `run-${run}`;

/** Where a run's Lease is. */
export const leaseReference = (run: string) => ({
  ...LEASE,
  namespace: SUITE_NAMESPACE,
  name: leaseName(run),
});

/**
 * True when a Lease was not renewed for 2 minutes of real time. Renewals are cluster time, so they are measured against the
 * cluster's present and divided by the scale that the run wrote on its Lease. On a scaled cluster whose run did not know the scale
 * this is too strict; a sweep therefore looks twice before it believes it.
 */
export function isSilent(lease: KubernetesObject, now: Date): boolean {
  const scale = Number(lease.metadata.annotations?.[SCALE_ANNOTATION] ?? 1);
  const renewed = Date.parse(lease.spec?.renewTime ?? lease.metadata.creationTimestamp ?? '');
  return !Number.isNaN(renewed) && (now.getTime() - renewed) / scale > LONGEST_SILENCE;
}

/** Microseconds, as the API wants them in Leases. */
const microTime = (date: Date): string => date.toISOString().replace('Z', '000Z');

/** The Lease with that name in the suite's namespace; undefined when it was not there to be had. */
export async function tryCreateLease(
  cluster: ConnectedCluster,
  name: string,
  namespace: string,
  holder: string,
): Promise<boolean> {
  const now = microTime(await cluster.time.now());
  const labels = { [RUN_LABEL]: holder.split('/')[0] ?? holder };
  const spec = { holderIdentity: holder, acquireTime: now, renewTime: now };
  try {
    await cluster.records.create({ ...LEASE, metadata: { name, namespace, labels }, spec });
    return true;
  } catch (error) {
    if (error instanceof ApiRefusal && error.reason === 'AlreadyExists') return false;
    throw error;
  }
}
