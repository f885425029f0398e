import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { connect } from 'node:tls';
import type { Fields, KubeObject } from '../../fixtures/embedded/api-server/api.ts';
import { findCondition } from '../../fixtures/embedded/controllers/conditions.ts';
import type { KubernetesObject } from '../../support/cluster/cluster.ts';
import { fillCertificate } from '../../support/systems/kserve/manifests/certificate.ts';
import {
  echo,
  gateway,
  makeNamespace,
  pathPrefix,
  route,
  startTestCluster,
  type TestCluster,
} from './harness.ts';

const HOST = 'a.example.com';
const OTHER = 'b.example.com';
let cluster: TestCluster;

const client = () => cluster.api.as('client');
const get = (name: string) => cluster.api.get('gateways.gateway.networking.k8s.io', 'apps', name);

/** A Secret with a new certificate for a host. */
function secretFor(name: string, host: string, namespace = 'apps'): KubeObject {
  const secret: KubernetesObject = {
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'kubernetes.io/tls',
    metadata: { name, namespace, annotations: { 'cert-manager.io/alt-names': host } },
  };
  fillCertificate(secret);
  return secret as unknown as KubeObject;
}

const listener = (name: string, hostname: string, reference: Fields, more: Fields = {}): Fields => ({
  name,
  port: 443,
  protocol: 'HTTPS',
  hostname,
  tls: { certificateRefs: [reference] },
  ...more,
});

/** Waits until a listener reports a condition for a reason. */
const listenerSays = (name: string, section: string, type: string, reason: string) =>
  cluster.until(`${name}/${section} says ${reason}`, () => {
    const status = get(name)?.status?.listeners?.find((one: Fields) => one.name === section);
    const condition = status && findCondition(status, type);
    return condition?.reason === reason && condition;
  });

/** The first line and the body of an answer over TLS, or how the connection failed. */
async function ask(gatewayName: string, host: string, ca: string, path = '/'): Promise<string> {
  const address = await cluster.until('an address', () => get(gatewayName)?.status?.addresses?.[0]?.value);
  const socket = await cluster.cluster.network.dial({ kind: 'outside' }, address, 443);
  return new Promise((resolve) => {
    let answer = '';
    const secured = connect({ socket, servername: host, ca });
    secured.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    secured.on('data', (chunk) => {
      answer += chunk;
    });
    secured.on('close', () => resolve(answer));
    secured.write(`GET ${path} HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`);
  });
}

const answered = (name: string, host: string, ca: string) =>
  cluster.until(`${host} is answered`, async () => {
    const text = await ask(name, host, ca);
    return text.startsWith('HTTP/1.1 200') && text;
  });

const first = secretFor('first', HOST);
const second = secretFor('second', OTHER);
const pem = (secret: KubeObject): string => secret.stringData['tls.crt'];
const rules = [{ matches: [pathPrefix('/')], backendRefs: [{ name: 'echo', port: 80 }] }];

before(async () => {
  cluster = await startTestCluster();
  for (const name of ['apps', 'vault']) await makeNamespace(cluster, name);
  for (const object of [...echo('echo', 'apps'), first, second]) client().create(structuredClone(object));
  client().create(
    gateway('secure', 'apps', [
      listener('a', HOST, { name: 'first' }),
      listener('b', OTHER, { name: 'second' }),
    ]),
  );
  client().create(route('all', 'apps', [{ name: 'secure', sectionName: 'a' }], rules));
});
after(() => cluster.stop());

test('a listener shows the certificate of its own host, and its routes answer', async () => {
  await listenerSays('secure', 'a', 'Programmed', 'Programmed');
  const text = await answered('secure', HOST, pem(first));
  assert.match(text, /"x-forwarded-proto":"https"/);
  assert.match(text, /"x-forwarded-for":"192\.0\.2\.10"/);
  assert.equal(await ask('secure', HOST, pem(second)), 'DEPTH_ZERO_SELF_SIGNED_CERT');
  assert.equal((await ask('secure', OTHER, pem(second))).slice(0, 12), 'HTTP/1.1 404');
  assert.match(await ask('secure', 'c.example.com', pem(first)), /ECONNRESET|disconnected|^$/);
});

test('a listener whose certificate is missing, broken or not its own is not programmed until it is there', async () => {
  client().create(gateway('late', 'apps', [listener('a', HOST, { name: 'late' })]));
  const missing = await listenerSays('late', 'a', 'ResolvedRefs', 'InvalidCertificateRef');
  assert.match(missing.message, /secret apps\/late not found/);
  assert.equal((await listenerSays('late', 'a', 'Programmed', 'Invalid')).status, 'False');
  const mixed = secretFor('late', HOST);
  mixed.stringData['tls.key'] = first.stringData['tls.key'];
  client().create(mixed);
  await cluster.until('the certificate is malformed', () =>
    findCondition(get('late')?.status?.listeners[0], 'ResolvedRefs')?.message.endsWith('malformed'),
  );
  client().delete('secrets', 'apps', 'late');
  const late = secretFor('late', HOST);
  client().create(structuredClone(late));
  await listenerSays('late', 'a', 'Programmed', 'Programmed');
  client().create(route('late', 'apps', [{ name: 'late' }], rules));
  await answered('late', HOST, pem(late));
});

test('a certificate of another namespace needs a grant', async () => {
  client().create(secretFor('far', HOST, 'vault'));
  client().create(gateway('across', 'apps', [listener('a', HOST, { name: 'far', namespace: 'vault' })]));
  await listenerSays('across', 'a', 'ResolvedRefs', 'RefNotPermitted');
  client().create({
    apiVersion: 'gateway.networking.k8s.io/v1beta1',
    kind: 'ReferenceGrant',
    metadata: { name: 'open', namespace: 'vault' },
    spec: {
      from: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', namespace: 'apps' }],
      to: [{ group: '', kind: 'Secret', name: 'far' }],
    },
  });
  await listenerSays('across', 'a', 'Programmed', 'Programmed');
});
