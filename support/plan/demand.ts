import type { KubernetesObject } from '../cluster/cluster.ts';
import { quantityOf } from './quantity.ts';

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
  worker?: { containers?: Container[] };
  parallelism?: { pipeline?: number; data?: number; dataLocal?: number };
}

/** A workload over several nodes has one leader and its workers: a pod for each stage, or for each local share of the data. */
function workload({ replicas = 1, template, worker, parallelism = {} }: Workload): Demand {
  const leader = podOf(template?.containers);
  if (!worker) return times(leader, replicas);
  const { pipeline, data, dataLocal = 1 } = parallelism;
  const size = pipeline ?? (data === undefined ? 1 : Math.ceil(data / dataLocal));
  const workers = times(podOf(worker.containers ?? template?.containers), Math.max(0, size - 1));
  return times(add(leader, workers), replicas);
}

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
