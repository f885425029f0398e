import { equal, rejects } from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { Agent } from 'undici';
import type { Cluster, KubernetesObject } from '../../support/cluster/cluster.ts';
import {
  gatewayMustNeverLeadTo,
  gatewayMustNotLeadTo,
  mustBeUnreachable,
  requestsMustEndAs,
} from '../../support/systems/kserve/requests/gateway-requests.ts';
import type { Subject } from '../../support/systems/kserve/served.ts';
import { minutes } from '../../support/waiting/duration.ts';

const HOST = 'a.example.com';
const spec = {
  model: { name: 'opt' },
  router: {
    route: { http: { spec: { hostnames: [HOST], rules: [{ matches: [{ path: { value: '/own' } }] }] } } },
  },
};
const subject: Subject = {
  word: 'LLM service',
  reference: { apiVersion: 'a/v1', kind: 'K', namespace: 'ns', name: 'x' },
  manifest: { apiVersion: 'a/v1', kind: 'K', metadata: { name: 'x' }, spec },
};
const gateway: KubernetesObject = {
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'Gateway',
  metadata: { namespace: 'ns', name: 'gw' },
  spec: { listeners: [{ protocol: 'HTTP', port: 80 }] },
  status: { addresses: [{ value: '203.0.113.1' }] },
};

/** Knows the service under its host and path, as a gateway that has its route; below `/astray` it hands a path on that the model server does not have. */
const server = createServer((request, response) => {
  const known = request.headers.host === HOST && request.url === '/own/v1/models';
  if (request.url?.startsWith('/astray')) {
    response.writeHead(404).end('{"detail":"Not Found"}');
    return;
  }
  response.writeHead(known ? 200 : 404);
  response.end(known ? '{"data":[{"id":"opt"}]}' : '');
});
const agent = new Agent();

/** A cluster with one gateway, whose address is answered by the server; `isDown` when nobody answers there. */
function cluster(isDown = false): Cluster {
  const { port } = server.address() as AddressInfo;
  const look = async (_: string, probe: () => Promise<{ met: boolean; value?: unknown; seen?: string }>) => {
    const { met, value, seen } = await probe();
    if (met) return value;
    throw new Error(`last seen: ${seen}`);
  };
  return {
    get: async () => gateway,
    list: async () => [gateway],
    waitFor: look,
    routeTo: async (url: string) => {
      if (isDown) throw new Error('no way there');
      return {
        dispatcher: agent,
        url: new URL(new URL(url).pathname, `http://127.0.0.1:${port}`),
        headers: {},
      };
    },
  } as unknown as Cluster;
}

const world = { attach: () => undefined };
const row = (host: string, answer: string, path = '/own/v1/models') => ({
  port: '80',
  host,
  path,
  header: '',
  answer,
});

describe('requests through a gateway', () => {
  before(() => new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve)));
  after(async () => {
    await agent.destroy();
    server.close();
  });

  it('end with the model or with a status, and one of them with the model', async () => {
    const judge = (...rows: ReturnType<typeof row>[]) =>
      requestsMustEndAs(world, cluster(), subject, 'gw', rows, {});
    await judge(row(HOST, 'the model'), row('b.example.com', '404'));
    await rejects(judge(row('b.example.com', '404')), /would prove nothing/);
    await rejects(judge(row(HOST, 'the model'), row(HOST, '404')), /to end with 404, got the model/);
    await rejects(judge(row('b.example.com', 'the model')), /last seen: 404/);
    // Whom a model server refuses has got through.
    const astray = row(HOST, '404', '/astray/v1/models');
    await rejects(judge(row(HOST, 'the model'), astray), /got 404 of the model server/);
  });

  it('show that a gateway leads to a service, and prove nothing where nobody answers', async () => {
    await rejects(gatewayMustNotLeadTo(cluster(), subject, 'gw', {}), /expected 404 \(no route\), got GET/);
    const elsewhere = structuredClone(subject);
    elsewhere.manifest.spec.router.route.http.spec.hostnames = ['b.example.com'];
    equal(await mustBeUnreachable(cluster(), elsewhere, {}), undefined);
    const never = (of: Subject) => gatewayMustNeverLeadTo(cluster(), of, 'gw', minutes(1), {});
    equal(await never(elsewhere), undefined);
    await rejects(never(subject), /last seen: .*expected 404 \(no route\)/);
    await rejects(mustBeUnreachable(cluster(true), elsewhere, {}), /cannot be seen/);
    const managed = structuredClone(elsewhere);
    managed.reference.namespace = 'astray';
    await rejects(mustBeUnreachable(cluster(), managed, {}), /expected 404 \(no route\)/);
  });
});
