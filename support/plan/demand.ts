import { quantityOf } from '../amounts/quantity.ts';
import type { KubernetesObject } from '../cluster/cluster.ts';

/** What pods ask a cluster for. */
export interface Demand {
  readonly pods: number;
  readonly cpu: number;
  /** Bytes. */
  readonly memory: number;
  readonly gpus: number;
}

export const NOTHING: Demand = { pods: 0, cpu: 0, memory: 0, gpus: 0 };

interface Container {
  name?: string;
  resources?: { requests?: Record<string, string>; limits?: Record<string, string> };
}

/** Resources that count as GPUs. */
const GPUS = ['nvidia.com/gpu', 'amd.com/gpu'];

export const add = (a: Demand, b: Demand): Demand => each(a, b, (x, y) => x + y);
export const most = (a: Demand, b: Demand): Demand => each(a, b, Math.max);

const each = (a: Demand, b: Demand, join: (x: number, y: number) => number): Demand => ({
  pods: join(a.pods, b.pods),
  cpu: join(a.cpu, b.cpu),
  memory: join(a.memory, b.memory),
  gpus: join(a.gpus, b.gpus),
});

/**
 * What an object asks for by what its manifest says: requests, or limits where there are none, times replicas. An
 * inference service takes the containers of its runtime from `others`. What operators add (schedulers, sidecars,
 * initializers) is not in manifests and not counted.
 */
export function demandOf(object: KubernetesObject, others: readonly KubernetesObject[] = []): Demand {
  const { kind, spec = {} } = object;
  switch (kind) {
    case 'LLMInferenceService':
      return add(workload(spec), spec.prefill ? workload(spec.prefill) : NOTHING);
    case 'InferenceService':
      return predictor(spec.predictor ?? {}, others);
    case 'Deployment':
    case 'StatefulSet':
    case 'ReplicaSet':
      return times(podOf(spec.template?.spec?.containers), spec.replicas ?? 1);
    case 'LeaderWorkerSet':
      return leaderWorkers(spec);
    case 'Job':
      return times(podOf(spec.template?.spec?.containers), spec.parallelism ?? 1);
    case 'Pod':
      return podOf(spec.containers);
    default:
      return NOTHING;
  }
}

interface Workload {
  replicas?: number;
  template?: { containers?: Container[] };
  worker?: Worker;
  parallelism?: { tensor?: number; pipeline?: number; data?: number; dataLocal?: number };
}

/** The document counts workers and gives them a template; the published API has the spec of their pods and no more. */
interface Worker {
  replicas?: number;
  template?: { containers?: Container[] };
  containers?: Container[];
}

/** A workload over several nodes has in each of its replicas one leader and its workers. */
function workload({ replicas = 1, template, worker, parallelism = {} }: Workload): Demand {
  const leader = podOf(template?.containers);
  if (!worker) return times(leader, replicas);
  const workers = isCounted(worker)
    ? times(podOf(worker.template?.containers), worker.replicas ?? countedWorkers(parallelism))
    : times(podOf(worker.containers ?? template?.containers), publishedWorkers(parallelism));
  return times(add(leader, workers), replicas);
}

const isCounted = ({ replicas, template }: Worker): boolean =>
  replicas !== undefined || template !== undefined;

/** By the document: all that share a tensor, or the local share of the data, but the leader. */
const countedWorkers = ({ tensor, dataLocal = 1 }: Required<Workload>['parallelism']): number =>
  Math.max(0, (tensor ?? dataLocal) - 1);

/** By the published API: a pod for each stage, or for each local share of the data, but the leader. */
const publishedWorkers = ({ pipeline, data = 1, dataLocal = 1 }: Required<Workload>['parallelism']): number =>
  Math.max(0, (pipeline ?? Math.ceil(data / dataLocal)) - 1);

function leaderWorkers(spec: KubernetesObject): Demand {
  const { size = 1, leaderTemplate, workerTemplate } = spec.leaderWorkerTemplate ?? {};
  const worker = podOf(workerTemplate?.spec?.containers);
  const leader = leaderTemplate ? podOf(leaderTemplate.spec?.containers) : worker;
  return times(add(leader, times(worker, size - 1)), spec.replicas ?? 1);
}

function predictor(spec: KubernetesObject, others: readonly KubernetesObject[]): Demand {
  const { model, containers, minReplicas = 1 } = spec;
  const runtime = others.find(
    ({ kind, metadata }) =>
      ['ServingRuntime', 'ClusterServingRuntime'].includes(kind) && metadata.name === model?.runtime,
  );
  const own: Container[] = model?.resources ? [model] : (containers ?? runtime?.spec?.containers ?? []);
  return times(podOf(own), minReplicas);
}

function podOf(containers: readonly Container[] = []): Demand {
  return containers.reduce<Demand>(
    (sum, { resources = {} }) => {
      const wanted = { ...resources.limits, ...resources.requests };
      return add(sum, {
        pods: 0,
        cpu: quantityOf(wanted.cpu ?? 0),
        memory: quantityOf(wanted.memory ?? 0),
        gpus: GPUS.reduce((count, name) => count + quantityOf(wanted[name] ?? 0), 0),
      });
    },
    { ...NOTHING, pods: 1 },
  );
}

const times = ({ pods, cpu, memory, gpus }: Demand, count: number): Demand => ({
  pods: pods * count,
  cpu: cpu * count,
  memory: memory * count,
  gpus: gpus * count,
});
