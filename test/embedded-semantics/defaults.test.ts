import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Fields } from '../../fixtures/embedded/api-server/api.ts';
import { canonicalQuantity } from '../../fixtures/embedded/api-server/schema/quantity.ts';
import { container, defaulted, deployment, pod, podSpec } from './sample-objects.ts';

describe('defaults of built-in kinds', () => {
  it('shows in a deployment what a read-back shows', () => {
    const { spec } = defaulted('deployments.apps', deployment());
    deepStrictEqual(
      { ...spec, selector: undefined, template: undefined },
      {
        replicas: 1,
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%' } },
        revisionHistoryLimit: 10,
        progressDeadlineSeconds: 600,
        selector: undefined,
        template: undefined,
      },
    );
    deepStrictEqual(spec.template.spec, {
      containers: [
        {
          name: 'main',
          image: 'i:1',
          imagePullPolicy: 'IfNotPresent',
          resources: {},
          terminationMessagePath: '/dev/termination-log',
          terminationMessagePolicy: 'File',
        },
      ],
      restartPolicy: 'Always',
      terminationGracePeriodSeconds: 30,
      dnsPolicy: 'ClusterFirst',
      securityContext: {},
      schedulerName: 'default-scheduler',
    });
  });

  const policies: [string, string][] = [
    ['image', 'Always'],
    ['image:latest', 'Always'],
    ['image:v1', 'IfNotPresent'],
    ['registry:5000/image', 'Always'],
    ['registry:5000/image:v1', 'IfNotPresent'],
    ['image@sha256:abc', 'IfNotPresent'],
  ];
  for (const [image, policy] of policies) {
    it(`pulls ${image} ${policy}`, () => {
      const { spec } = defaulted('pods', pod(podSpec({ containers: [container({ image })] })));
      strictEqual(spec.containers[0].imagePullPolicy, policy);
    });
  }

  it('takes requests from limits and writes quantities in their own form', () => {
    const resources = { limits: { cpu: '1000m', memory: '1024Mi', 'nvidia.com/gpu': 1 } };
    const { spec } = defaulted('pods', pod(podSpec({ containers: [container({ resources })] })));
    const amounts = { cpu: '1', memory: '1Gi', 'nvidia.com/gpu': '1' };
    deepStrictEqual(spec.containers[0].resources, { limits: amounts, requests: amounts });
  });

  it('completes probes and volumes', () => {
    const spec = podSpec({
      containers: [container({ readinessProbe: { httpGet: { port: 80 }, periodSeconds: 0 } })],
      volumes: [{ name: 'a' }, { name: 'b', configMap: { name: 'c' } }],
    });
    const result = defaulted('pods', pod(spec)).spec;
    deepStrictEqual(result.containers[0].readinessProbe, {
      httpGet: { port: 80, path: '/', scheme: 'HTTP' },
      timeoutSeconds: 1,
      periodSeconds: 10,
      successThreshold: 1,
      failureThreshold: 3,
    });
    deepStrictEqual(result.volumes, [
      { name: 'a', emptyDir: {} },
      { name: 'b', configMap: { name: 'c', defaultMode: 420 } },
    ]);
  });

  it('completes a service', () => {
    const service = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 's' },
      spec: { ports: [{ port: 80 }] },
    };
    deepStrictEqual(defaulted('services', service).spec, {
      ports: [{ port: 80, protocol: 'TCP', targetPort: 80 }],
      type: 'ClusterIP',
      sessionAffinity: 'None',
      internalTrafficPolicy: 'Cluster',
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
    });
  });

  it('gives a job one completion, or none when only the parallelism is given', () => {
    const job = (spec: Fields) => ({ apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'j' }, spec });
    strictEqual(defaulted('jobs.batch', job({})).spec.completions, 1);
    strictEqual(defaulted('jobs.batch', job({ parallelism: 2 })).spec.completions, undefined);
    strictEqual(defaulted('jobs.batch', job({})).spec.backoffLimit, 6);
  });

  const quantities: [unknown, string][] = [
    [1, '1'],
    ['0.5', '500m'],
    ['1500m', '1500m'],
    ['1.5Gi', '1536Mi'],
    ['2048Ki', '2Mi'],
    ['1000', '1k'],
    ['1e3', '1e3'],
    ['0', '0'],
    ['-1000m', '-1'],
    ['0.0000000001', '1n'],
  ];
  for (const [given, written] of quantities)
    it(`writes ${given} as ${written}`, () => strictEqual(canonicalQuantity(given), written));
});
