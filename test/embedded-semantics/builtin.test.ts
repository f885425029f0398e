import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Fields, KubeObject } from '../../fixtures/embedded/api-server/api.ts';
import {
  defaultBuiltin,
  undecodable,
  unknownFields,
  unknownPodSpecFields,
  validateBuiltin,
  validatePodSpec,
} from '../../fixtures/embedded/api-server/schema/builtin.ts';
import { canonicalQuantity } from '../../fixtures/embedded/api-server/schema/quantity.ts';

const container = (more: Fields = {}): Fields => ({ name: 'main', image: 'i:1', ...more });
const podSpec = (more: Fields = {}): Fields => ({ containers: [container()], ...more });
const pod = (spec: Fields): KubeObject => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec });
const deployment = (spec: Fields = {}): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'd' },
  spec: {
    selector: { matchLabels: { app: 'a' } },
    template: { metadata: { labels: { app: 'a' } }, spec: podSpec() },
    ...spec,
  },
});

function defaulted(resource: string, object: KubeObject): KubeObject {
  const copy = structuredClone(object);
  defaultBuiltin(resource, copy);
  return copy;
}

/** Faults of an object after defaulting, as `field: message`. */
function faults(resource: string, object: KubeObject, old?: KubeObject): string[] {
  const causes = validateBuiltin(resource, defaulted(resource, object), old && defaulted(resource, old));
  return causes.map(({ field, message }) => `${field}: ${message}`);
}

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

describe('decoding', () => {
  it('drops unknown fields and names each', () => {
    const object = deployment({ bogus: 1 });
    object.spec.template.spec.containers[0].vol = [];
    object.metadata.creationTimestamp = null as unknown as string;
    deepStrictEqual(unknownFields('deployments.apps', object).sort(), [
      'spec.bogus',
      'spec.template.spec.containers[0].vol',
    ]);
    deepStrictEqual(object, deployment());
  });

  it('leaves the pod spec that it only looks at alone', () => {
    const spec = podSpec({ bogus: { deep: 1 }, nodeSelector: { any: 'thing' } });
    deepStrictEqual(unknownPodSpecFields(spec), ['bogus']);
    deepStrictEqual(spec.bogus, { deep: 1 });
  });

  const faultsOfTypes: [Fields, string][] = [
    [
      { replicas: 'x' },
      'json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32',
    ],
    [
      { paused: 1 },
      'json: cannot unmarshal number into Go struct field DeploymentSpec.spec.paused of type bool',
    ],
  ];
  for (const [spec, expected] of faultsOfTypes)
    it(`says why ${JSON.stringify(spec)} cannot be read`, () =>
      strictEqual(undecodable('deployments.apps', deployment(spec)), expected));

  it('refuses nonsense for quantities, times and base64', () => {
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, data: { a: 'ä' } };
    strictEqual(undecodable('secrets', secret), 'illegal base64 data at input byte 0');
    const lots = pod(podSpec({ containers: [container({ resources: { limits: { cpu: 'lots' } } })] }));
    strictEqual(undecodable('pods', lots)?.startsWith('quantities must match the regular expression'), true);
  });
});

describe('validation of pods', () => {
  const cases: [string, Fields, string[]][] = [
    ['no containers', { containers: [] }, ['spec.containers: Required value']],
    ['no image', { containers: [{ name: 'main' }] }, ['spec.containers[0].image: Required value']],
    [
      'the same name twice',
      { containers: [container(), container()] },
      ['spec.containers[1].name: Duplicate value: "main"'],
    ],
    [
      'a port out of range',
      { containers: [container({ ports: [{ containerPort: 70000 }] })] },
      [
        'spec.containers[0].ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive',
      ],
    ],
    [
      'an unknown protocol',
      { containers: [container({ ports: [{ containerPort: 80, protocol: 'HTTP' }] })] },
      [
        'spec.containers[0].ports[0].protocol: Unsupported value: "HTTP": supported values: "SCTP", "TCP", "UDP"',
      ],
    ],
    [
      'a mount without its volume',
      { containers: [container({ volumeMounts: [{ name: 'v', mountPath: '/v' }] })] },
      ['spec.containers[0].volumeMounts[0].name: Not found: "v"'],
    ],
    [
      'requests above limits',
      { containers: [container({ resources: { limits: { cpu: '1' }, requests: { cpu: '2' } } })] },
      [
        'spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1',
      ],
    ],
    [
      'GPUs that are not requested as limited',
      {
        containers: [
          container({
            resources: { limits: { 'nvidia.com/gpu': '2' }, requests: { 'nvidia.com/gpu': '1' } },
          }),
        ],
      },
      [
        'spec.containers[0].resources.requests: Invalid value: "1": must be equal to nvidia.com/gpu limit of 2',
      ],
    ],
    [
      'GPUs without a limit',
      { containers: [container({ resources: { requests: { 'nvidia.com/gpu': '1' } } })] },
      [
        'spec.containers[0].resources.limits: Required value: Limit must be set for non overcommitable resources',
      ],
    ],
    [
      'two handlers',
      { containers: [container({ livenessProbe: { exec: { command: ['x'] }, tcpSocket: { port: 1 } } })] },
      ['spec.containers[0].livenessProbe.tcpSocket: Forbidden: may not specify more than 1 handler type'],
    ],
    [
      'a probe without a handler',
      { containers: [container({ readinessProbe: {} })] },
      ['spec.containers[0].readinessProbe: Required value: must specify a handler type'],
    ],
    [
      'a value and its source',
      {
        containers: [
          container({
            env: [{ name: 'A', value: 'x', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } }],
          }),
        ],
      },
      [
        'spec.containers[0].env[0].valueFrom: Invalid value: "": may not be specified when `value` is not empty',
      ],
    ],
    [
      'an unknown restart policy',
      { restartPolicy: 'Sometimes' },
      [
        'spec.restartPolicy: Unsupported value: "Sometimes": supported values: "Always", "OnFailure", "Never"',
      ],
    ],
  ];
  for (const [what, more, expected] of cases) {
    it(`refuses ${what}`, () => deepStrictEqual(faults('pods', pod(podSpec(more))), expected));
  }

  it('accepts a plain one, and tells where a template stands', () => {
    deepStrictEqual(faults('pods', pod(podSpec())), []);
    deepStrictEqual(
      validatePodSpec({ containers: [{ name: 'a' }] }, 'spec.template').map(({ field }) => field),
      ['spec.template.containers[0].image'],
    );
  });

  it('lets an update change the image and nothing else', () => {
    const before = pod(podSpec({ nodeName: 'n' }));
    deepStrictEqual(
      faults(
        'pods',
        pod(
          podSpec({
            nodeName: 'n',
            containers: [container({ image: 'j', imagePullPolicy: 'IfNotPresent' })],
          }),
        ),
        before,
      ),
      [],
    );
    const [cause] = faults(
      'pods',
      pod(podSpec({ nodeName: 'n', containers: [container({ args: ['x'] })] })),
      before,
    );
    strictEqual(cause?.startsWith('spec: Forbidden: pod updates may not change fields other than'), true);
  });
});

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
