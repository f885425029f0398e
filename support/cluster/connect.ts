import type { Target } from '../settings/settings.ts';
import { apiClient } from './api-client.ts';
import type { Cluster, Kind, KubernetesObject } from './cluster.ts';
import { type Connection, connection } from './connection.ts';
import { deleteAndWait } from './deletion.ts';
import { discovery, type ServedKind } from './discovery.ts';
import { letIn } from './entry.ts';
import { exec } from './exec.ts';
import { informers } from './informers.ts';
import { changeWithUndo, type Records, replayJournal, type UndoReport } from './journal.ts';
import { type KubeconfigChoice, loadKubeconfig } from './kubeconfig.ts';
import { objects } from './objects.ts';
import { podLogs } from './pod-logs.ts';
import { routes } from './routes.ts';
import { waits } from './waits.ts';

export interface ConnectOptions extends KubeconfigChoice {
  target: Pick<Target, 'timeScale' | 'gateway'>;
  /** Ends every wait, watch and command of the connection. */
  signal: AbortSignal;
  /** Labels what is created, and owns the undo journal. Without it nothing may be `change`d. */
  run?: string;
  /** Hears of each repeated request and each watch that ended, so that a run does not hide them. */
  note?: (line: string) => void;
  /** Hears what is being waited for; undefined when a wait is over. */
  say?: (waiting: string | undefined) => void;
}

/** A cluster, and what only its owner may do with it. */
export interface ConnectedCluster extends Cluster {
  readonly context: string;
  readonly server: string;
  /** The run whose label created objects get. */
  readonly run: string | undefined;
  /** Reads and writes that carry no run's label: for the suite's own Leases and journals. */
  readonly records: Records;
  /** Every kind that can be listed, in its preferred version. */
  kinds(): Promise<ServedKind[]>;
  /** Takes back the changes made through this connection, newest first; other workers of the run keep theirs. */
  undoChanges(): Promise<UndoReport>;
  /** Tells every state of the objects of a kind in a namespace, from the present ones on; returns the way to stop, which says why it was over before, if it was. */
  follow(
    kind: Kind,
    namespace: string,
    hear: (object: KubernetesObject) => void,
  ): Promise<() => string | undefined>;
  /** From now on every write and command throws `WritesRefused`. */
  refuseWrites(reason: string): void;
  close(): Promise<void>;
}

/**
 * Connects to the cluster of a kubeconfig context. Throws `EnvironmentError`, within 10 s, with one sentence that names the
 * context, the address and the next step.
 */
export async function connect(options: ConnectOptions): Promise<ConnectedCluster> {
  const way = connection(loadKubeconfig(options));
  const cluster = assemble(way, options);
  try {
    await letIn(way, cluster.discovery);
    return cluster.connected;
  } catch (error) {
    await cluster.connected.close();
    throw error;
  }
}

/** Connects to the cluster that a target names. */
export const connectTo = (
  target: Target,
  options: Omit<ConnectOptions, 'target' | keyof KubeconfigChoice>,
): Promise<ConnectedCluster> =>
  connect({
    ...(target.kubeconfig && { kubeconfig: target.kubeconfig }),
    ...(target.context && { context: target.context }),
    target,
    ...options,
  });

function assemble(way: Connection, options: ConnectOptions) {
  const { run, target, signal, say, note = () => undefined } = options;
  const client = apiClient(way, target.timeScale, note);
  const kinds = discovery(client);
  const following = informers(client, kinds, note);
  const base = objects({ client, discovery: kinds, informers: following, ...(run && { run }) });
  const records = objects({ client, discovery: kinds, informers: following });
  const waiting = waits({ client, discovery: kinds, informers: following, signal, ...(say && { say }) });
  const ways = routes(client, base, target.gateway.via);
  const connected: ConnectedCluster = {
    ...base,
    ...waiting,
    context: way.context,
    server: way.server,
    run,
    records,
    time: client.time,
    deleteAndWait: (reference, limit) => deleteAndWait({ ...base, ...waiting }, reference, limit),
    ...undoing(records, run),
    history: async (reference) =>
      (await following.of(reference, reference.namespace)).history(reference.namespace, reference.name),
    logs: (namespace, name, log) => podLogs(client, { namespace, name }, log),
    exec: (namespace, pod, container, command) => {
      client.assertMayWrite(`exec in pod ${namespace}/${pod}`);
      const path = `/api/v1/namespaces/${namespace}/pods/${pod}/exec`;
      const name = `container ${container} of pod ${namespace}/${pod}`;
      return exec(client, { path, name, container }, command, signal);
    },
    toPod: ways.toPod,
    routeTo: ways.routeTo,
    kinds: kinds.all,
    follow: async (kind, namespace, hear) => {
      const { informer, giveBack } = await following.borrow(kind, namespace);
      for (const object of informer.present) hear(object);
      const stop = informer.subscribe(({ object }) => hear(object));
      return () => {
        stop();
        giveBack();
        return informer.lost;
      };
    },
    refuseWrites: client.refuseWrites,
    close: async () => {
      following.close();
      await ways.close();
      await way.close();
    },
  };
  return { connected, discovery: kinds };
}

/** Changes with an undo journal; the connection remembers which entries are its own. */
function undoing(
  records: Records,
  run: string | undefined,
): Pick<ConnectedCluster, 'change' | 'undoChanges'> {
  const changes = new Set<string>();
  return {
    change: (reference, alter) =>
      changeWithUndo(records, requireRun(run), reference, alter, (entry) => void changes.add(entry)),
    undoChanges: async () => {
      if (changes.size === 0) return { restored: [], problems: [] };
      const mine = new Set(changes);
      changes.clear();
      return replayJournal(records, requireRun(run), mine);
    },
  };
}

function requireRun(run: string | undefined): string {
  if (run !== undefined) return run;
  throw new Error('this connection belongs to no run: changes need one, for their undo journal');
}
