import { doesNotReject, rejects } from 'node:assert/strict';
import { test } from 'node:test';
import type { Cluster } from '../../support/cluster/cluster.ts';
import { serviceMustLeadTo } from '../../support/systems/kserve/service/leads-to.ts';

const PORTS = [
  { name: 'grpc', port: 9002 },
  { name: 'grpc-health', port: 9003 },
];

/** A scheduler with one ready pod, whose Service leads its ports where the numbers say. */
function clusterWith(...targets: number[]): Cluster {
  const labels = { 'app.kubernetes.io/name': 'x' };
  const service = {
    metadata: { name: 'x-epp-service', namespace: 'ns', ownerReferences: [{ uid: 'u' }] },
    spec: { selector: labels, ports: PORTS },
  };
  const pod = {
    metadata: { name: 'p', namespace: 'ns', labels },
    spec: { containers: [{ ports: PORTS.map(({ name, port }) => ({ name, containerPort: port })) }] },
    status: { podIP: '10.0.0.1', conditions: [{ type: 'Ready', status: 'True' }] },
  };
  const slice = {
    endpoints: [{ addresses: ['10.0.0.1'], conditions: { ready: true } }],
    ports: PORTS.map(({ name }, index) => ({ name, port: targets[index] })),
  };
  const deployment = {
    metadata: { name: 'x-kserve-router-scheduler', namespace: 'ns', ownerReferences: [{ uid: 'u' }] },
    spec: { selector: { matchLabels: labels } },
  };
  const lists: Record<string, object[]> = {
    Deployment: [deployment],
    Service: [service],
    Pod: [pod],
    EndpointSlice: [slice],
  };
  const look = async (sentence: string, probe: () => Promise<{ met: boolean; seen?: string }>) => {
    const { met, seen } = await probe();
    if (!met) throw new Error(`${sentence}; last seen: ${seen}`);
  };
  return {
    serves: async () => true,
    get: async () => ({ metadata: { name: 'x', uid: 'u', namespace: 'ns' } }),
    list: async ({ kind }: { kind: string }) => lists[kind] ?? [],
    waitFor: look,
  } as unknown as Cluster;
}

const reference = { apiVersion: 'a/v1', kind: 'K', namespace: 'ns', name: 'x' };
const manifest = { apiVersion: 'a/v1', kind: 'K', metadata: { name: 'x' } };
const subject = { word: 'LLM service', reference, manifest, pods: 'scheduler pods' } as const;

const look = (cluster: Cluster) =>
  serviceMustLeadTo(cluster, subject, 'scheduler Service', { least: 1, most: 1 });

test('each port of a Service leads to the port of that name', () =>
  doesNotReject(look(clusterWith(9002, 9003))));

test('a port that leads to another one of the pods is astray', () =>
  rejects(
    look(clusterWith(9002, 9002)),
    /its port 9003 \(grpc-health\) leads to 9002; the pods have 9002 \(grpc\), 9003/,
  ));
