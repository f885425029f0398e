import { setTimeout as pause } from 'node:timers/promises';
import { ApiRefusal, type Cluster, type KubernetesObject } from '../cluster/cluster.ts';
import { BlockedError } from './blocked.ts';
import { slugOf } from './identity.ts';

/** A service that the scenarios of one feature file share. */
export interface SharedService {
  /** Its name in the file's namespace. */
  readonly name: string;
  create(): Promise<unknown>;
  /** Waits until it serves; called by each scenario that uses it. */
  ready(): Promise<unknown>;
}

/** On the file's namespace, for each service that did not come up: the first cause. */
const FAILED = 'acceptance.llm-serving/failed-';
const CONFIG_MAP = { apiVersion: 'v1', kind: 'ConfigMap' };
const NAMESPACE = { apiVersion: 'v1', kind: 'Namespace' };
/** Between two looks at what another worker is bringing up (real ms). */
const LOOK_AGAIN = 100;
/** Annotations may be long, but a cause that a person reads is not (characters). */
const LONGEST_CAUSE = 2_000;

/** How a scenario waits for its turn. */
export interface Turn {
  readonly signal: AbortSignal;
  /** The time until `resume` is not the scenario's. */
  suspend(): void;
  resume(): void;
}

/**
 * Makes sure that a shared service serves. Over all workers the first to ask creates it (a 409 on its record tells the
 * others), and they wait for that one without using up their own limits. Once it has failed to come up, every later
 * scenario is blocked at once with the first cause. Throws `BlockedError`; for the first user an error of the same words,
 * which is not one, so that its evidence is captured.
 */
export async function share(
  cluster: Cluster,
  namespace: string,
  service: SharedService,
  turn: Turn,
): Promise<void> {
  await stopIfFailed(cluster, namespace, service);
  if (await claim(cluster, namespace, service)) return bringUp(cluster, namespace, service);
  turn.suspend();
  try {
    await othersHaveBroughtUp(cluster, namespace, service, turn.signal);
  } finally {
    turn.resume();
  }
  await service.ready();
}

const keyOf = (service: SharedService): string => slugOf(service.name);

const recordOf = (namespace: string, service: SharedService) => ({
  ...CONFIG_MAP,
  namespace,
  name: `shared-${keyOf(service)}`,
});

async function claim(cluster: Cluster, namespace: string, service: SharedService): Promise<boolean> {
  const { name } = recordOf(namespace, service);
  try {
    await cluster.create({ ...CONFIG_MAP, metadata: { name, namespace }, data: { state: 'coming up' } });
    return true;
  } catch (error) {
    if (error instanceof ApiRefusal && error.reason === 'AlreadyExists') return false;
    throw error;
  }
}

async function bringUp(cluster: Cluster, namespace: string, service: SharedService): Promise<void> {
  try {
    await service.create();
    await service.ready();
  } catch (error) {
    const cause = (error instanceof Error ? error.message : String(error)).slice(0, LONGEST_CAUSE);
    await recordFailure(cluster, namespace, service, cause);
    throw new Error(notUp(service, cause), { cause: error });
  }
  await cluster.merge(recordOf(namespace, service), { data: { state: 'up' } });
}

async function recordFailure(
  cluster: Cluster,
  namespace: string,
  service: SharedService,
  cause: string,
): Promise<void> {
  const annotations = { [`${FAILED}${keyOf(service)}`]: cause };
  try {
    await cluster.merge({ ...NAMESPACE, name: namespace }, { metadata: { annotations } });
  } catch (refusal) {
    throw new Error(`${notUp(service, cause)} (which could not be recorded: ${String(refusal)})`, {
      cause: refusal,
    });
  }
}

async function othersHaveBroughtUp(
  cluster: Cluster,
  namespace: string,
  service: SharedService,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    const record = await cluster.get(recordOf(namespace, service));
    if (!record) throw new BlockedError(`the shared service "${service.name}" was deleted meanwhile`);
    if (record.data?.state === 'up') return;
    await stopIfFailed(cluster, namespace, service);
    await pause(LOOK_AGAIN, undefined, { signal });
  }
}

async function stopIfFailed(cluster: Cluster, namespace: string, service: SharedService): Promise<void> {
  const object: KubernetesObject | undefined = await cluster.get({ ...NAMESPACE, name: namespace });
  const cause = object?.metadata.annotations?.[`${FAILED}${keyOf(service)}`];
  if (cause !== undefined) throw new BlockedError(notUp(service, cause));
}

/** The same words for everybody, so that reports count one cause. */
const notUp = (service: SharedService, cause: string): string =>
  `the shared service "${service.name}" did not come up: ${cause}`;
