import type { Cluster, KubernetesObject } from '../../../cluster/cluster.ts';
import { type Exchange, models, type SendOptions, send, summaryOf } from '../../../inference/client.ts';
import { parseBody } from '../../../inference/response-faults.ts';
import { countAssertion } from '../../../judging/assertions.ts';
import { type Attaching, judgeRows } from '../../../judging/check-results.ts';
import { type Duration, minutes } from '../../../waiting/duration.ts';
import { addressesOf, gatewaysWithAddress } from '../gateways.ts';
import { kindOf } from '../kinds.ts';
import { nameOf, type Subject } from '../served.ts';
import type { Batch } from './promises-of-traffic.ts';
import type { Endpoint } from './requests.ts';
import { countsInWords, countsNow, servedSince } from './served-counts.ts';

/** One request to a gateway's address, and how it must end: `the model`, or a status. */
export interface GatewayRequest {
  check?: string;
  port: string;
  host: string;
  path: string;
  /** `name: value`, or empty. */
  header: string;
  answer: string;
}

/** The gateway with this name: beside the service, `namespace/name`, or where the namespaces given say. */
async function gatewayNamed(cluster: Cluster, subject: Subject, name: string): Promise<KubernetesObject> {
  const [namespace = '', own = ''] = name.includes('/')
    ? name.split('/', 2)
    : [subject.reference.namespace, name];
  const gateway = await cluster.get({ ...kindOf('gateway'), namespace, name: own });
  if (gateway) return gateway;
  throw new Error(`gateway ${namespace}/${own} does not exist`);
}

/** The first address of the gateway, as soon as it has one. */
async function addressOf(cluster: Cluster, subject: Subject, name: string): Promise<string> {
  return cluster.waitFor(
    `gateway ${name}: expected an address`,
    async () => {
      const [address] = addressesOf(await gatewayNamed(cluster, subject, name));
      return address ? { met: true, value: address } : { met: false, seen: 'no address in its status' };
    },
    { limit: minutes(5) },
  );
}

/** A way in to the service that its status need not name: an address, and the host name that the request carries. */
export interface WayIn {
  gateway: string;
  port: number;
  host: string;
  /** The Secret beside the gateway whose certificate it must show: only that one is trusted, and it is asked over HTTPS. */
  secret?: string;
}

/** Where the service answers behind the address of a gateway: under the first path of its own route. */
export async function endpointBehind(cluster: Cluster, subject: Subject, way: WayIn): Promise<Endpoint> {
  const address = await addressOf(cluster, subject, way.gateway);
  const [path = ''] = pathsOf(subject.manifest);
  const trust = way.secret && { certificate: await certificateIn(cluster, subject, way), host: way.host };
  return {
    name: nameOf(subject),
    url: `${trust ? 'https' : 'http'}://${address}:${way.port}${path}`,
    model: modelOf(subject),
    headers: { host: way.host },
    ...(trust && { trust }),
  };
}

/** The certificate in a Secret beside the gateway. */
async function certificateIn(cluster: Cluster, subject: Subject, way: WayIn): Promise<string> {
  const { namespace } = (await gatewayNamed(cluster, subject, way.gateway)).metadata;
  const reference = { ...kindOf('Secret'), namespace: namespace ?? '', name: way.secret ?? '' };
  const certificate: unknown = (await cluster.get(reference))?.data?.['tls.crt'];
  if (typeof certificate === 'string') return Buffer.from(certificate, 'base64').toString('utf8');
  throw new Error(`Secret ${namespace}/${way.secret} is not there, or has no tls.crt`);
}

interface InlineRule {
  matches?: { path?: { value?: string } }[];
}

const inlineRoute = (service: KubernetesObject): { hostnames?: string[]; rules?: InlineRule[] } =>
  service.spec?.router?.route?.http?.spec ?? {};

/** Paths of the route that the service writes down. */
const pathsOf = (service: KubernetesObject): string[] =>
  (inlineRoute(service).rules ?? []).flatMap(({ matches = [] }) =>
    matches.flatMap(({ path }) => path?.value ?? []),
  );

/** Judges, row by row, how requests through a gateway end. One of them must be answered by the model, so that silence proves nothing. */
export async function requestsMustEndAs(
  world: Attaching,
  cluster: Cluster,
  subject: Subject,
  gateway: string,
  rows: readonly GatewayRequest[],
  options: SendOptions,
): Promise<void> {
  const placed = rows.map((row, index) => ({ ...row, position: index + 1 }));
  const answered = placed.filter(isAnswered);
  if (answered.length === 0)
    throw new Error(`no row expects "${THE_MODEL}": that nobody answers would prove nothing`);
  const address = await addressOf(cluster, subject, gateway);
  // What must be answered comes first: once the gateway has the route, a refusal is its answer and not its ignorance.
  const others = placed.filter((row) => !isAnswered(row));
  await judgeRows(world, [...answered, ...others], async (row) => {
    const request = async () => outcomeOf(subject, row, await sendRow(cluster, address, row, options));
    if (isAnswered(row)) await waitForAnswer(cluster, subject, row, request);
    else {
      const got = await request();
      if (got !== row.answer)
        throw new Error(`${nameOf(subject)}: expected ${inWords(row)} to end with ${row.answer}, got ${got}`);
    }
  });
}

const THE_MODEL = 'the model';
const isAnswered = ({ answer }: GatewayRequest): boolean => answer === THE_MODEL;

const inWords = ({ port, host, path, header }: GatewayRequest): string =>
  `GET ${path} at port ${port} with host ${host}${header ? ` and ${header}` : ''}`;

function sendRow(
  cluster: Cluster,
  address: string,
  { port, host, path, header }: GatewayRequest,
  options: SendOptions,
): Promise<Exchange> {
  const [name = '', value = ''] = header.split(/:\s*/, 2);
  const headers = { ...options.headers, host, ...(name && { [name]: value }) };
  return send((url) => cluster.routeTo(url), `http://${address}:${port}${path}`, { ...options, headers });
}

/** A gateway gets a route a moment after the route's status says so. */
const ROUTED = minutes(2);

const waitForAnswer = (
  cluster: Cluster,
  subject: Subject,
  row: GatewayRequest,
  request: () => Promise<string>,
) =>
  cluster.waitFor(
    `${nameOf(subject)}: expected ${inWords(row)} to be answered by ${THE_MODEL}`,
    async () => {
      const got = await request();
      return got === THE_MODEL ? { met: true, value: got } : { met: false, seen: got };
    },
    { limit: ROUTED },
  );

/** `the model` when the service's model is listed, a status that is not 200, or what came instead. */
function outcomeOf(subject: Subject, { path }: GatewayRequest, exchange: Exchange): string {
  if (exchange.status === undefined) return summaryOf(exchange);
  if (isOfServer(exchange)) return `${exchange.status} of the model server`;
  if (exchange.status !== 200) return String(exchange.status);
  const { value } = parseBody(exchange.body) as { value?: { data?: { id?: unknown }[] } };
  const served = Array.isArray(value?.data) ? value.data.map(({ id }) => id) : [];
  return served.includes(modelOf(subject))
    ? THE_MODEL
    : `200 of another server at ${path}: ${summaryOf(exchange)}`;
}

/** True when the model server says that it has no such path: a gateway that has no route says nothing of the kind (FastAPI, HTTPException). */
function isOfServer({ status, body }: Exchange): boolean {
  const { value } = parseBody(body) as { value?: { detail?: unknown } | null };
  return status === 404 && value?.detail !== undefined;
}

const modelOf = ({ manifest, reference }: Subject): string => manifest.spec?.model?.name ?? reference.name;

/** A gateway does not know the service's hosts and paths: it answers, and says 404. */
export async function gatewayMustNotLeadTo(
  cluster: Cluster,
  subject: Subject,
  gateway: string,
  options: SendOptions,
): Promise<void> {
  await addressOf(cluster, subject, gateway);
  await nobodyMustAnswer(cluster, subject, [await gatewayNamed(cluster, subject, gateway)], options);
}

/** The same at every look during the whole time: what a gateway has turned down it may let in later. */
export const gatewayMustNeverLeadTo = (
  cluster: Cluster,
  subject: Subject,
  gateway: string,
  span: Duration,
  options: SendOptions,
): Promise<void> =>
  cluster.waitFor(
    `${nameOf(subject)}: expected gateway ${gateway} not to lead to it for ${span.text}`,
    async () => {
      try {
        await gatewayMustNotLeadTo(cluster, subject, gateway, options);
        return { met: true, value: undefined };
      } catch (error) {
        const seen = (error as Error).message;
        return { met: false, seen, hopeless: 'it has to be so all the time' };
      }
    },
    { limit: minutes((2 * span.milliseconds) / 60_000), stableFor: span },
  );

/** No gateway of the cluster lets anybody in to the service. */
export const mustBeUnreachable = async (
  cluster: Cluster,
  subject: Subject,
  options: SendOptions,
): Promise<void> => nobodyMustAnswer(cluster, subject, await gatewaysWithAddress(cluster), options);

/** Waits until no gateway of the cluster lets anybody in to the service: one hears of a deleted route a moment later. */
export const mustBecomeUnreachable = (
  cluster: Cluster,
  subject: Subject,
  limit: Duration,
  options: SendOptions,
): Promise<void> =>
  cluster.waitFor(
    `${nameOf(subject)}: expected no gateway to lead to it`,
    async () => {
      await mustBeUnreachable(cluster, subject, options);
      return { met: true, value: undefined };
    },
    { limit },
  );

/** The one question was counted by the service's own pods, once. */
export async function answerMustComeFromItsPods(
  cluster: Cluster,
  subject: Subject,
  { before }: Batch,
): Promise<void> {
  const served = servedSince(before, await countsNow(cluster, subject));
  countAssertion();
  if ([...served.values()].reduce((sum, count) => sum + count, 0) !== 1)
    throw new Error(
      `${nameOf(subject)}: expected one of its pods to have answered, got ${countsInWords(served)}`,
    );
}

/** None of the gateways lets a request for the service's own hosts and paths through. Throws when none of them answers: silence would prove nothing. */
async function nobodyMustAnswer(
  cluster: Cluster,
  subject: Subject,
  gateways: readonly KubernetesObject[],
  options: SendOptions,
): Promise<void> {
  let refusals = 0;
  for (const { url, headers } of gateways.flatMap((gateway) => waysThrough(gateway, subject))) {
    const exchange = await models((at) => cluster.routeTo(at), url, { ...options, headers });
    if (exchange.status === 404 && !isOfServer(exchange)) refusals += 1;
    else if (exchange.status !== undefined)
      throw new Error(`${nameOf(subject)}: expected 404 (no route), got ${summaryOf(exchange)}`);
  }
  if (refusals === 0)
    throw new Error('no gateway of the cluster answers: that nobody is let in cannot be seen');
  countAssertion();
}

/** A request that would reach a service if its gateway knew the way. */
interface Way {
  url: string;
  headers: Record<string, string>;
}

/** Every way by which a gateway would lead to the service: its addresses and plain listeners, the service's hosts and paths, the managed path without a host name among them. */
function waysThrough(gateway: KubernetesObject, subject: Subject): Way[] {
  const { namespace, name } = subject.reference;
  const { hostnames = [] } = inlineRoute(subject.manifest);
  const own = pathsOf(subject.manifest);
  const paths = [...own, `/${namespace}/${name}`];
  const hosts = [...hostnames.map((host) => ({ host })), {}];
  const listeners: { protocol: string; port: number }[] = gateway.spec?.listeners ?? [];
  const ports = new Set(listeners.filter(({ protocol }) => protocol === 'HTTP').map(({ port }) => port));
  return addressesOf(gateway)
    .flatMap((address) => [...ports].map((port) => `http://${address}:${port}`))
    .flatMap((base) => paths.map((path) => base + path))
    .flatMap((url) => hosts.map((headers) => ({ url, headers })));
}
