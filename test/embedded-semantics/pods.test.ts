import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Fields } from '../../fixtures/embedded/api-server/api.ts';
import { validatePodSpec } from '../../fixtures/embedded/api-server/schema/builtin.ts';
import { container, faults, pod, podSpec } from './sample-objects.ts';

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
