import { generateKeyPairSync, randomBytes } from 'node:crypto';
import forge from 'node-forge';
import type { KubernetesObject } from '../../../cluster/cluster.ts';

/** Where a TLS Secret says for which hosts it is, with commas between them, as cert-manager writes it. */
const HOSTS = 'cert-manager.io/alt-names';
const DAY = 86_400_000;

/**
 * Gives a Secret of type `kubernetes.io/tls` a key and a self-signed certificate for the hosts of its annotation, made now:
 * nothing secret is kept in the repository. It is valid from a day ago (clocks differ) for eight days.
 */
export function fillCertificate(secret: KubernetesObject): void {
  const hosts = secret.metadata.annotations?.[HOSTS]?.split(',');
  if (!hosts)
    throw new Error(`Secret ${secret.metadata.name} says in no annotation ${HOSTS} for which hosts it is`);
  const { privateKey: key } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const privateKey = forge.pki.privateKeyFromPem(key);
  const certificate = forge.pki.createCertificate();
  const subject = [{ name: 'commonName', value: hosts[0] }];
  const altNames = hosts.map((value) => ({ type: DNS_NAME, value }));
  certificate.publicKey = forge.pki.setRsaPublicKey(privateKey.n, privateKey.e);
  certificate.serialNumber = `01${randomBytes(15).toString('hex')}`;
  certificate.validity.notBefore = new Date(Date.now() - DAY);
  certificate.validity.notAfter = new Date(Date.now() + 7 * DAY);
  certificate.setSubject(subject);
  certificate.setIssuer(subject);
  certificate.setExtensions([{ name: 'subjectAltName', altNames }]);
  certificate.sign(privateKey, forge.md.sha256.create());
  secret.stringData = { 'tls.crt': forge.pki.certificateToPem(certificate), 'tls.key': key };
}

/** GeneralName dNSName (RFC 5280, 4.2.1.6). */
const DNS_NAME = 2;
