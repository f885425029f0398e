import { deepStrictEqual, equal } from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import type { Fields, KubeObject } from '../../fixtures/embedded/api-server/api.ts';
import { DEFAULT_DIALECT } from '../../fixtures/embedded/systems/kserve/dialects/dialects.ts';
import { addressesOf } from '../../fixtures/embedded/systems/kserve/llm/gateways.ts';
import { kserveBench } from './harness.ts';

const bench = await kserveBench();
const ROUTES = 'httproutes.gateway.networking.k8s.io';
const PATH = { matches: [{ path: { type: 'PathPrefix', value: '/own' } }] };

async function routeFor(name: string, router: Fields): Promise<KubeObject> {
  bench.api.create({
    apiVersion: 'serving.kserve.io/v1alpha1',
    kind: 'LLMInferenceService',
    metadata: { namespace: 'ns', name },
    spec: { model: { uri: 'oci://model' }, router },
  });
  return bench.until('a route', () => bench.api.get(ROUTES, 'ns', `${name}-kserve-route`));
}

describe('the route of a service', () => {
  after(() => bench.close());

  it('goes to the listener of the gateway that the service names, and to the service where no backend is named', async () => {
    const gateway = { refs: [{ name: 'own', namespace: 'other', sectionName: 'internal' }] };
    const { spec } = await routeFor('a', { gateway, route: { http: { spec: { rules: [PATH] } } } });
    deepStrictEqual(
      spec.parentRefs.map(({ namespace, name, sectionName }: Fields) => [namespace, name, sectionName]),
      [['other', 'own', 'internal']],
    );
    deepStrictEqual(
      spec.rules[0].backendRefs.map(({ kind, name, port }: Fields) => [kind, name, port]),
      [['Service', 'a-kserve-workload-svc', 8000]],
    );
  });

  it('keeps to the managed gateway when only the route is written down', async () => {
    const inline = { hostnames: ['a.example.com'], rules: [PATH] };
    const { spec } = await routeFor('b', { gateway: {}, route: { http: { spec: inline } } });
    equal(spec.parentRefs[0].name, 'kserve-ingress-gateway');
    deepStrictEqual(spec.hostnames, ['a.example.com']);
    deepStrictEqual(
      spec.rules.map(({ matches }: Fields) => matches[0].path.value),
      ['/own'],
    );
  });
});

describe('where a route answers', () => {
  const gateway: KubeObject = {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { namespace: 'ns', name: 'own' },
    spec: {
      listeners: [
        { name: 'public', protocol: 'HTTP', port: 80, hostname: '*.example.com' },
        { name: 'internal', protocol: 'HTTP', port: 8081 },
        { name: 'named', protocol: 'HTTP', port: 8082, hostname: 'one.example.com' },
      ],
    },
    status: { addresses: [{ value: '203.0.113.7' }] },
  };
  const urls = (spec: Fields, parent: Fields = {}) => {
    const parentRefs = [{ name: 'own', ...parent }];
    const route: KubeObject = {
      apiVersion: 'v1',
      kind: 'HTTPRoute',
      metadata: { namespace: 'ns', name: 'r' },
      spec: { parentRefs, ...spec },
    };
    return addressesOf(route, [gateway], DEFAULT_DIALECT.llm).map(({ url }) => url);
  };

  it('says host names before addresses, and a port that is not the usual one', () => {
    deepStrictEqual(urls({ hostnames: ['two.example.com'], rules: [PATH] }), [
      'http://two.example.com/own',
      'http://two.example.com:8081/own',
      'http://one.example.com:8082/own',
    ]);
    deepStrictEqual(urls({ rules: [PATH] }, { sectionName: 'internal' }), ['http://203.0.113.7:8081/own']);
  });

  it('takes no expression for a path', () => {
    const rules = [{ matches: [{ path: { type: 'RegularExpression', value: '/v[12]' } }] }];
    deepStrictEqual(urls({ rules }, { sectionName: 'internal' }), ['http://203.0.113.7:8081/']);
  });
});
