import { ApiRefusal } from './cluster.ts';
import type { Connection } from './connection.ts';
import type { Discovery } from './discovery.ts';
import { codeOf, EnvironmentError, ForeignAnswer, messageOf } from './environment-error.ts';

/** An API server that has not let the suite in by then is an error of the environment (real ms). */
const CONNECT_LIMIT = 9_000;

/**
 * Looks whether a Kubernetes API server answers and lets the suite in. Throws `EnvironmentError`, within 10 s, with one
 * sentence that names the context, the address and the next step.
 */
export async function letIn(way: Connection, kinds: Discovery): Promise<void> {
  const where = `context "${way.context}" at ${way.server}`;
  const late = Promise.withResolvers<never>();
  const error = new EnvironmentError(
    `${where}: no answer within ${CONNECT_LIMIT / 1_000} s; check the address, proxies and firewalls`,
  );
  const timer = setTimeout(() => late.reject(error), CONNECT_LIMIT);
  try {
    const namespaces = await Promise.race([
      kinds.find({ apiVersion: 'v1', kind: 'Namespace' }),
      late.promise,
    ]);
    if (!namespaces) throw new ForeignAnswer('it serves no namespaces');
  } catch (error) {
    throw new EnvironmentError(told(where, way.context, error), error);
  } finally {
    clearTimeout(timer);
  }
}

/** OpenSSL's words for an answer that is no TLS; the rest of them names files of OpenSSL. */
const NO_TLS = /wrong version number|packet length too long|unknown protocol|tls_validate_record_header/i;
/** OpenSSL's words for certificates and keys of the kubeconfig that it cannot read. */
const UNREADABLE_MATERIAL = /PEM routines|asn1 encoding|DECODER routines|key values mismatch/i;
const UNTRUSTED = /certificate|ERR_TLS|altnames/i;

function told(where: string, context: string, error: unknown): string {
  if (error instanceof ApiRefusal) return refused(where, context, error);
  if (error instanceof ForeignAnswer)
    return `${where} is no Kubernetes API server (${error.message}); check the address`;
  const reason = messageOf(error instanceof EnvironmentError ? (error.cause ?? error) : error);
  const code = codeOf(error) ?? '';
  if (NO_TLS.test(`${code} ${reason}`))
    return `${where} answers, but does not speak TLS; check the scheme and the port of the address`;
  if (UNREADABLE_MATERIAL.test(reason))
    return `${where}: the certificates of the kubeconfig cannot be used (${reason}); check the certificate and key data of the user and the cluster`;
  if (UNTRUSTED.test(`${code} ${reason}`))
    return `${where}: its certificate is not trusted (${reason.split(';')[0]}); check certificate-authority-data of the cluster`;
  return error instanceof EnvironmentError ? error.message : `${where}: ${reason}`;
}

function refused(where: string, context: string, { code, message }: ApiRefusal): string {
  const look = `try: kubectl --context ${context} api-versions`;
  if (code === 401) return `${where} does not accept the credentials (${message}); ${look}`;
  if (code === 403) return `${where} knows the user but refuses discovery (${message}); ${look}`;
  if (code === 429 || code >= 500)
    return `${where} answers, but does not serve (${message}); look at the API server and at what stands before it, or try again later`;
  return `${where} is no Kubernetes API server (${message}); check the address`;
}
