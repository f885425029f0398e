import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import { EnvironmentError, messageOf } from './environment-error.ts';

const SERVICE_ACCOUNT_TOKEN = '/var/run/secrets/kubernetes.io/serviceaccount/token';
/** A context without a user makes client-node ignore the cluster's TLS settings, so it gets one without credentials. */
const ANONYMOUS = 'anonymous';

/** Which kubeconfig and context: those given, else `KUBECONFIG`, `~/.kube/config`, or the pod's own service account. */
export interface KubeconfigChoice {
  kubeconfig?: string;
  context?: string;
}

/** Loads the kubeconfig and settles on a context. Throws `EnvironmentError` with the file, the context and the next step. */
export function loadKubeconfig(choice: KubeconfigChoice): KubeConfig {
  const source = choice.kubeconfig ?? process.env.KUBECONFIG ?? defaultSource();
  const config = read(choice.kubeconfig, source);
  if (choice.context !== undefined) config.setCurrentContext(choice.context);
  requireContext(config, source, choice.context);
  return withUser(config);
}

/** The context that would be settled on; undefined where there is none, whatever the reason. */
export function currentContext({ kubeconfig, context }: KubeconfigChoice): string | undefined {
  try {
    const choice = { ...(kubeconfig && { kubeconfig }), ...(context && { context }) };
    return loadKubeconfig(choice).getCurrentContext();
  } catch {
    return undefined;
  }
}

function defaultSource(): string {
  const file = join(process.env.HOME ?? '/', '.kube', 'config');
  if (existsSync(file)) return file;
  if (existsSync(SERVICE_ACCOUNT_TOKEN)) return 'the service account of this pod';
  throw new EnvironmentError(
    `no kubeconfig: ${file} does not exist; set KUBECONFIG, or choose TARGET=embedded, which needs none`,
  );
}

function read(file: string | undefined, source: string): KubeConfig {
  const config = new KubeConfig();
  try {
    if (file === undefined) config.loadFromDefault();
    else config.loadFromFile(file);
  } catch (error) {
    throw new EnvironmentError(
      `kubeconfig ${source} cannot be read (${firstSentence(error)}); check the path in KUBECONFIG`,
      error,
    );
  }
  return config;
}

/** What a YAML parser says before it draws the place. */
const firstSentence = (error: unknown): string => (messageOf(error).split('\n')[0] ?? '').trim();

function requireContext(config: KubeConfig, source: string, asked: string | undefined): void {
  const names = config.getContexts().map((context) => context.name);
  const available = `it has ${names.join(', ')}`;
  const name = config.getCurrentContext();
  if (names.length === 0)
    throw new EnvironmentError(
      `kubeconfig ${source} has no contexts: it is no kubeconfig, or an empty one; check the path in KUBECONFIG`,
    );
  if (!name)
    throw new EnvironmentError(
      `kubeconfig ${source} has no current context (${available}); set KUBE_CONTEXT to one of them`,
    );
  if (!names.includes(name))
    throw new EnvironmentError(
      `kubeconfig ${source} has no context "${name}" (${available}); ${
        asked === undefined ? 'correct current-context' : 'correct KUBE_CONTEXT or the target'
      }`,
    );
  if (!config.getCurrentCluster()?.server)
    throw new EnvironmentError(
      `context "${name}" of kubeconfig ${source} names a cluster without a server; add it under clusters`,
    );
}

/** client-node refuses plain http unless TLS verification is off; there is no TLS to verify, so it may be off. */
function withUser(config: KubeConfig): KubeConfig {
  config.clusters = config.clusters.map((cluster) =>
    cluster.server.startsWith('http:') ? { ...cluster, skipTLSVerify: true } : cluster,
  );
  if (config.getCurrentUser()) return config;
  const name = config.getCurrentContext();
  config.users = [...config.users, { name: ANONYMOUS }];
  config.contexts = config.contexts.map((context) =>
    context.name === name ? { ...context, user: ANONYMOUS } : context,
  );
  return config;
}
