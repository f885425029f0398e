import { deepStrictEqual, doesNotThrow, match, ok, throws } from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { ApiError, type Fields } from '../../fixtures/embedded/api-server/api.ts';
import { kserveBench } from './harness.ts';

const bench = await kserveBench();

const service = (name: string, spec: Fields) => ({
  apiVersion: 'serving.kserve.io/v1alpha1',
  kind: 'LLMInferenceService',
  metadata: { namespace: 'ns', name },
  spec: { model: { uri: 'oci://model' }, ...spec },
});

function refusalOf(spec: Fields): ApiError {
  try {
    bench.api.create(service('refused', spec));
  } catch (error) {
    ok(error instanceof ApiError, String(error));
    return error;
  }
  throw new Error('it was accepted');
}

const gateway = { refs: [{ name: 'own' }] };
const routes = { http: { refs: [{ name: 'own-route' }] } };
const inline = { http: { spec: { hostnames: ['a.example.com'] } } };

describe('the validating webhook of LLMInferenceServices', () => {
  after(() => bench.close());

  it('stands on the cluster as the API server is told of it, as that of every other kind', () => {
    const configurations = bench.api.list('validatingwebhookconfigurations.admissionregistration.k8s.io');
    const shown = configurations.flatMap(({ metadata, webhooks }) =>
      (webhooks as { name: string; clientConfig: { service: { name: string } } }[]).map(
        ({ name, clientConfig }) => `${metadata.name}: ${name} by ${clientConfig.service.name}`,
      ),
    );
    ok(
      shown.includes(
        'llminferenceservice.serving.kserve.io: llminferenceservice.kserve-webhook-server.validator by kserve-webhook-server-service',
      ),
      shown.join('\n'),
    );
    deepStrictEqual(configurations.length, 5);
  });

  it('refuses with its name, the field and the reason, as a 422 with causes', () => {
    const { code, reason, message, details } = refusalOf({ parallelism: { data: 4 } });
    deepStrictEqual([code, reason], [422, 'Invalid']);
    match(message, /^admission webhook "llminferenceservice\.kserve-webhook-server\.validator" denied the/);
    match(
      message,
      /is invalid: spec\.parallelism\.dataLocal: Invalid value: .*dataLocal must be set when data/,
    );
    deepStrictEqual(
      details.causes.map(({ field }: Fields) => field),
      ['spec.parallelism.dataLocal'],
    );
  });

  it('knows which degrees exclude or need each other', () => {
    const refused: [Fields, RegExp][] = [
      [
        { pipeline: 2, data: 2, dataLocal: 2 },
        /both pipeline parallelism and data parallelism \(data or dataLocal\) simultaneously/,
      ],
      [{ dataLocal: 2 }, /data must be set when dataLocal is set/],
      [{ pipeline: -2 }, /pipeline parallelism must be greater than 0/],
      [{ tensor: 0 }, /tensor parallelism must be greater than 0/],
      [{ data: 0, dataLocal: 2 }, /data parallelism must be greater than 0/],
    ];
    for (const [parallelism, text] of refused)
      match(refusalOf({ parallelism }).details.causes[0].message, text);
    match(refusalOf({ parallelism: { data: 4, dataLocal: 2 } }).message, /replicas × dataLocal, 1 × 2 = 2/);
    match(
      refusalOf({ parallelism: { tensor: 8 }, worker: { replicas: 3 } }).message,
      /spec\.worker\.replicas: Invalid value: 3: worker\.replicas must be parallelism\.tensor - 1/,
    );
    match(refusalOf({ worker: {} }).message, /when worker is specified, parallelism must be configured/);
    match(
      refusalOf({ prefill: { parallelism: { data: 1 } } }).message,
      /spec\.prefill\.parallelism\.dataLocal/,
    );
    doesNotThrow(() =>
      bench.api.create(service('data', { replicas: 2, parallelism: { data: 4, dataLocal: 2 } })),
    );
  });

  it('knows which gateways and routes go together', () => {
    const managed = { gateway: {} };
    match(
      refusalOf({ router: { gateway, route: {} } }).message,
      /custom gateway \(.*cannot be used with managed/,
    );
    match(
      refusalOf({ router: { ...managed, route: routes } }).message,
      /cannot be used with a managed gateway/,
    );
    const both = { http: { ...routes.http, ...inline.http } };
    const { causes } = refusalOf({ router: { ...managed, route: both } }).details;
    deepStrictEqual(
      causes.map(({ field }: Fields) => field),
      ['spec.router.route.http', 'spec.router.route.http.refs'],
    );
    const accepted: Fields[] = [
      { gateway },
      { gateway, route: inline },
      { gateway, route: routes },
      { ...managed, route: {} },
    ];
    for (const [index, router] of accepted.entries())
      doesNotThrow(() => bench.api.create(service(`router-${index}`, { router })));
  });

  it('says what the cluster does not simulate only of services that are valid', () => {
    throws(
      () => bench.api.create(service('ingress', { router: { ingress: { refs: [] } } })),
      /not implemented/,
    );
  });
});
