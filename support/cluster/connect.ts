import type { Target } from '../settings/settings.ts';
import { apiClient } from './api-client.ts';
import { ApiRefusal, type Cluster } from './cluster.ts';
import { type Connection, connection } from './connection.ts';
import { deleteAndWait } from './deletion.ts';
import { type Discovery, discovery, type ServedKind } from './discovery.ts';
import { EnvironmentError, messageOf } from './environment-error.ts';
import { exec } from './exec.ts';
import { informers } from './informers.ts';
import { changeWithUndo, type Records, replayJournal, type UndoReport } from './journal.ts';
import { type KubeconfigChoice, loadKubeconfig } from './kubeconfig.ts';
import { objects } from './objects.ts';
import { podLogs } from './pod-logs.ts';
import { routes } from './routes.ts';
import { waits } from './waits.ts';

/** An API server that has not let the suite in by then is an error of the environment (real ms). */
const CONNECT_LIMIT = 9_000;

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

async function letIn(way: Connection, kinds: Discovery): Promise<void> {
  const where = `context "${way.context}" at ${way.server}`;
  const late = Promise.withResolvers<never>();
  const error = new EnvironmentError(
    `${where}: no answer within ${CONNECT_LIMIT / 1_000} s; check the address, proxies and firewalls`,
  );
  const timer = setTimeout(() => late.reject(error), CONNECT_LIMIT);
  try {
    const namespaces = await Promise.race([
      kinds.find({ apiVersion: 'v1', kind: 'Namespace' }),
      late.promise,
    ]);
    if (!namespaces)
      throw new EnvironmentError(
        `${where} is no Kubernetes API server: it serves no namespaces; check the address`,
      );
  } catch (error) {
    throw entryError(where, way, error);
  } finally {
    clearTimeout(timer);
  }
}

const TLS_PROBLEM = /certificate|self-signed|ERR_TLS|SSL|altnames/i;

function entryError(where: string, way: Connection, error: unknown): unknown {
  if (error instanceof ApiRefusal && (error.code === 401 || error.code === 403)) {
    const problem =
      error.code === 401 ? 'does not accept the credentials' : 'knows the user but refuses discovery';
    return new EnvironmentError(
      `${where} ${problem} (${error.message}); try: kubectl --context ${way.context} api-versions`,
      error,
    );
  }
  if (error instanceof EnvironmentError && TLS_PROBLEM.test(messageOf(error)))
    return new EnvironmentError(
      `${where}: its certificate is not trusted (${messageOf(error.cause ?? error)}); check certificate-authority-data of the cluster`,
      error,
    );
  if (error instanceof EnvironmentError) return error;
  return new EnvironmentError(`${where}: ${messageOf(error)}`, error);
}

function requireRun(run: string | undefined): string {
  if (run !== undefined) return run;
  throw new Error('this connection belongs to no run: changes need one, for their undo journal');
}
