import type { Dispatcher } from 'undici';
import type { Api, Fields, KubeObject } from '../../fixtures/embedded/api-server/api.ts';
import { type ApiServer, createApiServer } from '../../fixtures/embedded/api-server/server.ts';
import { startClock } from '../../fixtures/embedded/clock.ts';
import type { Cluster } from '../../fixtures/embedded/cluster.ts';
import {
  completePods,
  controllerManager,
  nodes,
  requireServiceAccount,
  scheduler,
} from '../../fixtures/embedded/controllers/controller-manager.ts';
import { defectsOf } from '../../fixtures/embedded/defects/defect.ts';
import { kubelet } from '../../fixtures/embedded/kubelet/kubelet.ts';
import { createNetwork } from '../../fixtures/embedded/network/create-network.ts';
import type { Image } from '../../fixtures/embedded/programs/program.ts';
import { seeded } from '../../fixtures/embedded/random.ts';
import { gatewayApi } from '../../fixtures/embedded/systems/gateway-api/gateway-api.ts';
import { inferenceExtension } from '../../fixtures/embedded/systems/inference-extension/inference-extension.ts';
import { until } from '../until.ts';
import { echoImage } from './echo.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: string;
  /** The body of the echo program; undefined when it is no JSON. */
  readonly echo: Fields;
}

export interface TestCluster {
  readonly api: Api;
  readonly cluster: Cluster;
  /** Every line that a container has logged, with the pod's name. */
  readonly lines: readonly { readonly pod: string; readonly line: string }[];
  readonly until: typeof until;
  /** Asks the gateway from outside. */
  ask(url: string, options?: Partial<Dispatcher.RequestOptions>): Promise<Answer>;
  stop(): Promise<void>;
}

/** A whole cluster at scale 120 with gateways, but without KServe. */
export async function startTestCluster(): Promise<TestCluster> {
  const clock = startClock(120);
  const random = seeded(11);
  const lines: { pod: string; line: string }[] = [];
  const ear = (line: string, { pod }: { pod: string }) => {
    lines.push({ pod, line });
    return line;
  };
  const defects = defectsOf([{ id: 'none', title: 'none: it only listens', checks: [], log: ear }]);
  const images = new Map<string, Image>();
  const agent = kubelet({ images });
  const network = createNetwork({ api: () => server.api, clock, random, defects });
  const server: ApiServer = createApiServer({ clock, random, defects });
  const stop = new AbortController();
  const { api } = server;
  const cluster: Cluster = { api, clock, random, network, defects, signal: stop.signal };
  const [gateways, pools] = [gatewayApi(), inferenceExtension({ experimental: true })];
  for (const crd of [...gateways.crds, ...pools.crds]) api.create(crd);
  for (const image of [echoImage, ...gateways.images, ...pools.images]) images.set(image.reference, image);
  server.admit(completePods);
  server.admit(requireServiceAccount(api), 'validating');
  const parts = [nodes(), scheduler(), controllerManager({ registry: server.registry }), agent];
  for (const part of [...parts, pools.component, gateways.component]) await part.start(cluster);
  const outside = network.dispatcher({ kind: 'outside' });
  return {
    api,
    cluster,
    lines,
    until,
    ask: (url, options) => ask(outside, url, options),
    stop: async () => {
      stop.abort(new Error('the test is over'));
      clock.stop();
      await outside.destroy();
    },
  };
}

async function ask(
  outside: Dispatcher,
  url: string,
  options: Partial<Dispatcher.RequestOptions> = {},
): Promise<Answer> {
  const { origin, pathname, search } = new URL(url);
  const answer = await outside.request({ origin, path: pathname + search, method: 'GET', ...options });
  const body = await answer.body.text();
  return { status: answer.statusCode, headers: answer.headers, body, echo: parsed(body) };
}

function parsed(body: string): Fields {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** Creates a namespace and waits until pods can be made in it. */
export async function makeNamespace({ api, until }: TestCluster, name: string): Promise<void> {
  api.as('client').create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  await until('the default ServiceAccount', () => api.get('serviceaccounts', name, 'default'));
}

/** An echo Deployment with its Service of the same name, port 80 to 8080. */
export function echo(name: string, namespace: string, replicas = 1): KubeObject[] {
  const labels = { app: name };
  const container = {
    name: 'main',
    image: echoImage.reference,
    ports: [{ name: 'http', containerPort: 8080 }],
    readinessProbe: { httpGet: { path: '/health', port: 8080 }, periodSeconds: 1 },
  };
  return [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name, namespace },
      spec: {
        replicas,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: { containers: [container], terminationGracePeriodSeconds: 5 },
        },
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace },
      spec: { selector: labels, ports: [{ name: 'http', port: 80, targetPort: 'http' }] },
    },
  ];
}

export function gateway(name: string, namespace: string, listeners: Fields[]): KubeObject {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name, namespace },
    spec: { gatewayClassName: 'istio', listeners },
  };
}

export function route(
  name: string,
  namespace: string,
  parentRefs: Fields[],
  rules: Fields[],
  more: Fields = {},
): KubeObject {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name, namespace },
    spec: { parentRefs, rules, ...more },
  };
}

export const pathPrefix = (value: string): Fields => ({ path: { type: 'PathPrefix', value } });
