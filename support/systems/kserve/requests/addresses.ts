import type { Cluster, KubernetesObject } from '../../../cluster/cluster.ts';
import { addressesBehind } from '../../../cluster/gateway-route.ts';
import { models, type SendOptions, send, summaryOf } from '../../../inference/client.ts';
import { parseBody } from '../../../inference/response-faults.ts';
import { countAssertion } from '../../../judging/assertions.ts';
import { type Duration, minutes } from '../../../waiting/duration.ts';
import { addressesOf, gatewayHosts } from '../gateways.ts';
import { nameOf, type Subject } from '../served.ts';

/** A gateway gets a route a moment after the route's status says so. */
const ROUTED = minutes(1);

/**
 * Waits until somebody answers at every address of the gateway and at each of its plain listeners. A way that forwards ports ends
 * at its pods whatever the address: there its Services, where they tell, must have those addresses. Without a route a gateway says
 * 404; a fault of the server (502 and 503 of what stands before it) is no answer of the gateway. Of two families of addresses only
 * IPv4 and names are asked: not every machine that judges speaks IPv6.
 */
export const gatewayMustAnswer = (
  cluster: Cluster,
  subject: Subject,
  limit: Duration,
  options: SendOptions,
): Promise<string[]> =>
  cluster.waitFor(
    `${nameOf(subject)}: expected it to answer at each of its addresses`,
    async () => {
      const gateway = await cluster.get(subject.reference);
      const urls = plainUrls(gateway);
      if (!gateway || urls.length === 0)
        return { met: false, seen: 'no address in its status, or no listener for HTTP' };
      const astray = (await isDialled(cluster, urls)) ? undefined : await strayAddress(cluster, gateway);
      if (astray !== undefined) return { met: false, seen: astray };
      for (const url of urls) {
        const exchange = await send((at) => cluster.routeTo(at), url, options);
        if ((exchange.status ?? 500) >= 500) return { met: false, seen: summaryOf(exchange) };
      }
      return { met: true, value: urls };
    },
    { limit },
  );

/** True where requests go to the addresses themselves; where there is no way yet, the requests say why. */
async function isDialled(cluster: Cluster, urls: readonly string[]): Promise<boolean> {
  const routes = await Promise.all(urls.map((url) => cluster.routeTo(url).catch(() => undefined)));
  return routes.every((route) => route?.direct === true);
}

/** An address of the gateway that its Services lack, with those that they have. */
async function strayAddress(cluster: Cluster, gateway: KubernetesObject): Promise<string | undefined> {
  const behind = await addressesBehind(cluster, gateway);
  const astray = addressesOf(gateway).find((address) => behind?.includes(address) === false);
  return astray && `${astray}, while its Services have ${behind?.join(', ')}`;
}

/** Every address of a gateway with each of its ports for HTTP. */
function plainUrls(gateway: KubernetesObject | undefined): string[] {
  if (!gateway) return [];
  const all = addressesOf(gateway).filter((address) => address !== '');
  const spoken = all.filter((address) => !address.includes(':'));
  const hosts = spoken.length > 0 ? spoken : all.map((address) => `[${address}]`);
  const listeners: { protocol: string; port: number }[] = gateway.spec?.listeners ?? [];
  const ports = new Set(listeners.filter(({ protocol }) => protocol === 'HTTP').map(({ port }) => port));
  return hosts.flatMap((host) => [...ports].map((port) => `http://${host}:${port}/`));
}

/**
 * Waits until each address that the service's status lists leads to its model. Where nobody can be reached, the address counts if it
 * is one of the service's gateways: what lies inside a cluster cannot be dialled from everywhere, and that a gateway answers is judged
 * of the gateway.
 */
export async function addressesMustLeadTo(
  cluster: Cluster,
  subject: Subject,
  options: SendOptions,
): Promise<void> {
  const gateways = await gatewayHosts(cluster, subject);
  await cluster.waitFor(
    `${nameOf(subject)}: expected each address of its status to lead to it`,
    async () => {
      const service = await cluster.get(subject.reference);
      const listed: { url?: string }[] = service?.status?.addresses ?? [];
      if (listed.length === 0) return { met: false, seen: 'no address' };
      const model: string = service?.spec?.model?.name ?? subject.reference.name;
      for (const { url = '' } of listed) {
        const exchange = await models((at) => cluster.routeTo(at), url, options);
        const outOfReach = exchange.status === undefined && gateways.includes(hostOf(url));
        if (!outOfReach && !lists(exchange.body, model)) return { met: false, seen: summaryOf(exchange) };
      }
      return { met: true, value: listed };
    },
    { limit: ROUTED },
  );
  countAssertion();
}

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).hostname : '');

function lists(body: string, model: string): boolean {
  const { value } = parseBody(body) as { value?: { data?: { id?: unknown }[] } | null };
  return Array.isArray(value?.data) && value.data.some(({ id }) => id === model);
}
