import assert from 'node:assert/strict';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { after, before, it } from 'node:test';
import { request } from 'undici';
import type { ApiClient } from '../../support/cluster/api-client.ts';
import type { KubernetesObject } from '../../support/cluster/cluster.ts';
import { routes } from '../../support/cluster/routes.ts';
import { fillCertificate } from '../../support/systems/kserve/manifests/certificate.ts';

const HOST = 'a.example.com';

function pairFor(host: string): { cert: string; key: string } {
  const secret: KubernetesObject = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 's', annotations: { 'cert-manager.io/alt-names': host } },
  };
  fillCertificate(secret);
  return { cert: secret.stringData['tls.crt'], key: secret.stringData['tls.key'] };
}

const pair = pairFor(HOST);
const server = createServer(pair, (incoming, response) => {
  const { servername } = incoming.socket as unknown as { servername?: string };
  response.end(`${incoming.headers.host} as ${servername}`);
});
const ways = routes({} as ApiClient, { list: async () => [] }, 'address');
const base = () => `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;

before(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
after(async () => {
  await ways.close();
  server.close();
});

async function ask(certificate?: string, host = HOST): Promise<string> {
  const { dispatcher, url } = await ways.routeTo(base(), certificate ? { certificate, host } : undefined);
  const { body } = await request(url, { dispatcher, headers: { host } });
  return body.text();
}

it('asks an address over HTTPS by the name and the certificate that are trusted', async () => {
  assert.equal(await ask(pair.cert), `${HOST} as ${HOST}`);
});

it('trusts no other certificate, no other host, and nobody unasked', async () => {
  await assert.rejects(ask(pairFor(HOST).cert), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
  await assert.rejects(ask(pair.cert, 'b.example.com'), { code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
  await assert.rejects(ask(), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
});
