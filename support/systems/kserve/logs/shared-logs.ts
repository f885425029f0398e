import type { Cluster, KubernetesObject } from '../../../cluster/cluster.ts';
import { countAssertion } from '../../../judging/assertions.ts';
import type { Attaching } from '../../../judging/check-results.ts';
import { criticalLines } from '../../../logs/critical-lines.ts';
import type { Target } from '../../../settings/settings.ts';
import type { Duration } from '../../../waiting/duration.ts';
import type { Reading } from '../expected.ts';
import { gatewaysOf } from '../gateways.ts';
import { kindOf } from '../kinds.ts';
import { selectorOf } from '../pods.ts';
import { nameOf, type Subject } from '../served.ts';
import { linesMustMention, type TextRow } from './service-logs.ts';

/** The label by which a gateway's pods are found (Gateway API, GEP-1762). */
const GATEWAY_LABEL = 'gateway.networking.k8s.io/gateway-name';

/** Waits, row by row, until the controller's log holds a line with the text and the name of the service, written since a time if one is given. */
export function controllerLogMustMention(
  world: Attaching,
  reading: Reading,
  controller: Target['controllers'][string] | undefined,
  rows: readonly TextRow[],
  limit: Duration,
  since?: Date,
): Promise<void> {
  if (!controller) throw new Error('the target names no controller for this kind of service');
  const { cluster, subject } = reading;
  const from = since ? ` since ${since.toISOString()}` : '';
  const where = `log of controller ${controller.namespace}/${controller.deployment} for ${nameOf(subject)}${from}`;
  const lines = () => linesOfController(cluster, controller, subject, since);
  return linesMustMention(world, reading, where, lines, rows, limit);
}

/** The controller wrote of the service, and no line about it is at a critical level. */
export async function controllerLogMustHaveNoCriticalLine(
  cluster: Cluster,
  subject: Subject,
  controller: Target['controllers'][string] | undefined,
): Promise<void> {
  if (!controller) throw new Error('the target names no controller for this kind of service');
  const { read, found } = await criticalLines(linesOfController(cluster, controller, subject));
  const name = `log of controller ${controller.namespace}/${controller.deployment} about ${nameOf(subject)}`;
  countAssertion();
  if (read === 0) throw new Error(`${name}: expected lines, got none`);
  if (found.length > 0)
    throw new Error(
      `${name}: expected no line at a critical level, got ${found.map(({ line }) => line).join('; ')}`,
    );
}

/** What the log of a controller says about the subject, all of it or since a time. */
export async function* linesOfController(
  cluster: Cluster,
  controller: Target['controllers'][string],
  subject: Subject,
  since?: Date,
): AsyncIterable<string> {
  const { namespace, deployment, container } = controller;
  const owner = await cluster.get({ ...kindOf('Deployment'), namespace, name: deployment });
  if (!owner) throw new Error(`no Deployment ${namespace}/${deployment}: name the controller in the target`);
  const selector = selectorOf(owner.spec?.selector?.matchLabels ?? {});
  const pods = await cluster.list(kindOf('pod'), { namespace, selector });
  for (const pod of pods) yield* linesAbout(cluster, subject, pod, { container, since });
}

/** Waits, row by row, until the log of a gateway to which the service's route is bound holds a line with the text and the name of the service. */
export function gatewayLogMustMention(
  world: Attaching,
  reading: Reading,
  rows: readonly TextRow[],
  limit: Duration,
): Promise<void> {
  const { cluster, subject } = reading;
  const where = `log of the gateway of ${nameOf(subject)}, in lines about it`;
  return linesMustMention(world, reading, where, () => linesOfGateways(cluster, subject), rows, limit);
}

async function* linesOfGateways(cluster: Cluster, subject: Subject): AsyncIterable<string> {
  for (const { metadata } of await gatewaysOf(cluster, subject)) {
    const { namespace = '', name } = metadata;
    const pods = await cluster.list(kindOf('pod'), { namespace, selector: `${GATEWAY_LABEL}=${name}` });
    if (pods.length === 0)
      throw new Error(`gateway ${namespace}/${name} has no pod with the label ${GATEWAY_LABEL}`);
    for (const pod of pods) yield* linesAbout(cluster, subject, pod);
  }
}

/** Lines of a pod that serves many which name the service and its namespace. */
async function* linesAbout(
  cluster: Cluster,
  { reference }: Subject,
  { metadata, spec }: KubernetesObject,
  { container = spec?.containers?.[0]?.name, since }: { container?: string; since?: Date | undefined } = {},
): AsyncIterable<string> {
  const { namespace = '', name } = metadata;
  const options = { container, ...(since && { sinceTime: since }) };
  for await (const line of cluster.logs(namespace, name, options))
    if (line.includes(reference.name) && line.includes(reference.namespace)) yield line;
}
