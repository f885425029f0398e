import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { Agent } from 'undici';
import type { Cluster, KubernetesObject } from '../../support/cluster/cluster.ts';
import { addressesMustLeadTo, gatewayMustAnswer } from '../../support/systems/kserve/requests/addresses.ts';
import type { Subject } from '../../support/systems/kserve/served.ts';
import { minutes } from '../../support/waiting/duration.ts';

const subject: Subject = {
  word: 'LLM service',
  reference: { apiVersion: 'a/v1', kind: 'K', namespace: 'ns', name: 'x' },
  manifest: { apiVersion: 'a/v1', kind: 'K', metadata: { name: 'x' } },
};
const HOST = '203.0.113.1';
const INNER = '10.0.0.1';
/** Of a load balancer that nobody has given an address. */
const NONE = 'none';

const gateway = (...addresses: string[]): KubernetesObject => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'Gateway',
  metadata: { namespace: 'ns', name: 'gw', uid: 'u' },
  spec: { listeners: [{ protocol: 'HTTP', port: 80 }] },
  status: { addresses: addresses.map((value) => ({ value })) },
});
const serviceListing = (...urls: string[]) => ({ status: { addresses: urls.map((url) => ({ url })) } });
const route = {
  metadata: { name: 'r', namespace: 'ns', ownerReferences: [{ uid: 'u' }] },
  spec: { parentRefs: [{ name: 'gw' }] },
};

/** Answers the service's own path as its server does, and says 404 to every other one. */
const server = createServer(({ url }, response) => {
  const known = url === '/ns/x/v1/models';
  response.writeHead(known ? 200 : 404).end(known ? '{"data":[{"id":"x"}]}' : '');
});
const agent = new Agent();

/** A cluster in which one host is answered; its gateway has the addresses, and its Service the first of them. */
function cluster(
  service: object,
  addresses: readonly string[],
  { ingress = addresses[0], direct = false }: { ingress?: string | undefined; direct?: boolean } = {},
): Cluster {
  const { port } = server.address() as AddressInfo;
  const balancer = {
    metadata: { name: 'gw-svc', namespace: 'ns' },
    spec: { type: 'LoadBalancer', clusterIPs: [INNER] },
    status: { loadBalancer: { ingress: ingress === NONE ? [] : [{ ip: ingress }] } },
  };
  return {
    get: async ({ kind }: { kind: string }) =>
      kind === 'Gateway' ? gateway(...addresses) : { metadata: { name: 'x', uid: 'u' }, ...service },
    list: async ({ kind }: { kind: string }) =>
      kind === 'Service' ? [balancer] : kind === 'HTTPRoute' ? [route] : [],
    serves: async () => true,
    waitFor: async (_: string, probe: () => Promise<{ met: boolean; value?: unknown; seen?: string }>) => {
      const { met, value, seen } = await probe();
      if (met) return value;
      throw new Error(`last seen: ${seen}`);
    },
    routeTo: async (url: string) => {
      const { hostname, pathname } = new URL(url);
      if (hostname !== HOST) throw new Error('no way there');
      return { dispatcher: agent, url: new URL(pathname, `http://127.0.0.1:${port}`), headers: {}, direct };
    },
  } as unknown as Cluster;
}

describe('addresses', () => {
  before(() => new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve)));
  after(async () => {
    await agent.destroy();
    server.close();
  });

  const own: Subject = { ...subject, reference: { ...subject.reference, kind: 'Gateway', name: 'gw' } };
  const answers = (addresses: string[], ingress?: string, direct = false) =>
    gatewayMustAnswer(cluster({}, addresses, { ingress, direct }), own, minutes(1), {});

  it('of a gateway are its own, and somebody answers there', async () => {
    await answers([HOST]);
    await assert.rejects(answers([INNER]), /no way there/);
    await assert.rejects(answers([HOST], '203.0.113.2'), /203.0.113.1, while its Services have/);
    await assert.rejects(answers([]), /no address in its status/);
  });

  it('of a gateway may be those of what stands before its Services: where they know none outside, or where it is dialled', async () => {
    await answers([HOST], NONE);
    await answers([HOST], '203.0.113.2', true);
    await assert.rejects(answers([INNER], '203.0.113.2', true), /no way there/);
  });

  const lead = (addresses: string[], ...urls: string[]) =>
    addressesMustLeadTo(cluster(serviceListing(...urls), addresses), subject, {});

  it('of a service lead to its model, and one that is out of reach is that of its gateway', async () => {
    await lead([HOST], `http://${HOST}/ns/x`);
    await lead([HOST, INNER], `http://${HOST}/ns/x`, `http://${INNER}/ns/x`);
    await assert.rejects(lead([HOST], `http://${HOST}/ns/x`, `http://${INNER}/ns/x`), /no way there/);
    await assert.rejects(lead([HOST], `http://${HOST}/ns/x`, `http://${HOST}/x`), /404/);
    await assert.rejects(lead([HOST]), /no address/);
  });
});
