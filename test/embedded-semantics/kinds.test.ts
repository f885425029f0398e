import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Fields, KubeObject } from '../../fixtures/embedded/api-server/api.ts';
import { container, deployment, faults, podSpec } from './sample-objects.ts';

describe('validation of other kinds', () => {
  const named = (kind: string, apiVersion: string, name: string, rest: Fields = {}): KubeObject => ({
    apiVersion,
    kind,
    metadata: { name },
    ...rest,
  });
  const service = (spec: Fields) => named('Service', 'v1', 's', { spec });

  it('wants a selector that matches its template', () => {
    deepStrictEqual(faults('deployments.apps', deployment({ selector: { matchLabels: { app: 'b' } } })), [
      'spec.template.metadata.labels: Invalid value: {"app":"a"}: `selector` does not match template `labels`',
    ]);
  });

  it('keeps a selector for ever', () => {
    const other = deployment({
      selector: { matchLabels: { b: 'c' } },
      template: { metadata: { labels: { app: 'a', b: 'c' } }, spec: podSpec() },
    });
    const before = deployment({ template: { metadata: { labels: { app: 'a', b: 'c' } }, spec: podSpec() } });
    deepStrictEqual(faults('deployments.apps', other, before), [
      'spec.selector: Invalid value: {"matchLabels":{"b":"c"}}: field is immutable',
    ]);
  });

  it('keeps the template of a job', () => {
    const job = (image: string) =>
      named('Job', 'batch/v1', 'j', {
        spec: { template: { spec: podSpec({ restartPolicy: 'Never', containers: [container({ image })] }) } },
      });
    const [cause] = faults('jobs.batch', job('b:1'), job('a:1'));
    strictEqual(cause?.startsWith('spec.template: Invalid value: '), true);
    strictEqual(cause?.endsWith(': field is immutable'), true);
  });

  it('lets a stateful set change its replicas and not its service', () => {
    const set = (spec: Fields) =>
      named('StatefulSet', 'apps/v1', 's', { spec: { ...deployment().spec, serviceName: 'a', ...spec } });
    deepStrictEqual(faults('statefulsets.apps', set({ replicas: 3 }), set({})), []);
    const [cause] = faults('statefulsets.apps', set({ serviceName: 'b' }), set({}));
    strictEqual(
      cause?.startsWith('spec: Forbidden: updates to statefulset spec for fields other than'),
      true,
    );
  });

  const cases: [string, string, KubeObject, string[]][] = [
    [
      'a namespace with a dot',
      'namespaces',
      named('Namespace', 'v1', 'a.b'),
      ['metadata.name: Invalid value: "a.b": a lowercase RFC 1123 label'],
    ],
    [
      'a service that starts with a digit',
      'services',
      named('Service', 'v1', '1a', { spec: { ports: [{ port: 1 }] } }),
      ['metadata.name: Invalid value: "1a": a DNS-1035 label'],
    ],
    ['a service without ports', 'services', service({}), ['spec.ports: Required value']],
    [
      'ports without names',
      'services',
      service({ ports: [{ port: 1 }, { port: 2 }] }),
      ['spec.ports[0].name: Required value', 'spec.ports[1].name: Required value'],
    ],
    [
      'a key of a ConfigMap',
      'configmaps',
      named('ConfigMap', 'v1', 'c', { data: { 'a/b': '' } }),
      ['data[a/b]: Invalid value: "a/b": a valid config key'],
    ],
    [
      'a docker secret without its key',
      'secrets',
      named('Secret', 'v1', 's', { type: 'kubernetes.io/dockerconfigjson' }),
      ['data[.dockerconfigjson]: Required value'],
    ],
    [
      'a claim without a size',
      'persistentvolumeclaims',
      named('PersistentVolumeClaim', 'v1', 'c', { spec: { accessModes: ['ReadWriteOnce'] } }),
      ['spec.resources[storage]: Required value'],
    ],
    [
      'an autoscaler upside down',
      'horizontalpodautoscalers.autoscaling',
      named('HorizontalPodAutoscaler', 'autoscaling/v2', 'h', {
        spec: { minReplicas: 3, maxReplicas: 1, scaleTargetRef: { kind: 'Deployment', name: 'd' } },
      }),
      ['spec.maxReplicas: Invalid value: 1: must be greater than or equal to `minReplicas`'],
    ],
    [
      'a peer that names nobody',
      'networkpolicies.networking.k8s.io',
      named('NetworkPolicy', 'networking.k8s.io/v1', 'n', {
        spec: { podSelector: {}, ingress: [{ from: [{}] }] },
      }),
      ['spec.ingress[0].from[0]: Required value: must specify a peer'],
    ],
    [
      'a label value',
      'configmaps',
      { ...named('ConfigMap', 'v1', 'c'), metadata: { name: 'c', labels: { a: 'not ok' } } },
      ['metadata.labels: Invalid value: "not ok": a valid label must be'],
    ],
    [
      'a finalizer without a domain',
      'configmaps',
      { ...named('ConfigMap', 'v1', 'c'), metadata: { name: 'c', finalizers: ['mine'] } },
      ['metadata.finalizers: Invalid value: "mine": name is neither a standard finalizer name'],
    ],
    [
      'no name',
      'configmaps',
      named('ConfigMap', 'v1', ''),
      ['metadata.name: Required value: name or generateName is required'],
    ],
  ];
  for (const [what, resource, object, expected] of cases) {
    it(`refuses ${what}`, () => {
      const found = faults(resource, object);
      deepStrictEqual(
        found.map((fault, index) => (fault.startsWith(expected[index] ?? fault) ? expected[index] : fault)),
        expected,
      );
    });
  }

  it('keeps immutable configuration', () => {
    const map = (data: Fields, immutable?: boolean) =>
      named('ConfigMap', 'v1', 'c', { data, ...(immutable ? { immutable } : {}) });
    deepStrictEqual(faults('configmaps', map({ a: 'c' }), map({ a: 'b' }, true)), [
      'immutable: Forbidden: field is immutable when `immutable` is set',
      'data: Forbidden: field is immutable when `immutable` is set',
    ]);
  });

  it('keeps the address of a service', () => {
    const at = (clusterIP: string) => service({ clusterIP, ports: [{ port: 1 }] });
    deepStrictEqual(faults('services', at('10.96.0.2'), at('10.96.0.1')), [
      'spec.clusterIPs[0]: Invalid value: ["10.96.0.2"]: may not change once set',
    ]);
  });

  it('wants a definition to be named after its plural and group', () => {
    const definition = named('CustomResourceDefinition', 'apiextensions.k8s.io/v1', 'wrong', {
      spec: {
        group: 'e.com',
        scope: 'Namespaced',
        names: { plural: 'ws', kind: 'W' },
        versions: [
          { name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } },
        ],
      },
    });
    deepStrictEqual(faults('customresourcedefinitions.apiextensions.k8s.io', definition), [
      'metadata.name: Invalid value: "wrong": must be spec.names.plural+"."+spec.group',
    ]);
  });
});
