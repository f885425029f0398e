import { stringify } from 'yaml';
import { ApiRefusal, type KubernetesObject } from '../cluster/cluster.ts';
import type { ConnectedCluster } from '../cluster/connect.ts';
import { nameOf } from '../cluster/objects.ts';
import { registerSecretObject, registerSecretsIn } from '../redaction/redact.ts';
import type { EvidenceFolder } from './folder.ts';

/** Lists that are under way at one time. */
const WIDTH = 8;
/** Kinds that are never written: Secrets for what they hold, events because they get a table of their own. */
const SECRET = 'Secret';
const EVENT = 'Event';

/** All objects of a namespace but Secrets and events; the values of Secrets and of secret variables are registered for redaction first. */
export async function objectsIn(
  cluster: ConnectedCluster,
  namespace: string,
  folder: EvidenceFolder,
): Promise<KubernetesObject[]> {
  const secrets = await folder.part(`Secrets of ${namespace}`, () =>
    cluster.list({ apiVersion: 'v1', kind: SECRET }, { namespace }),
  );
  secrets?.forEach(registerSecretObject);
  const kinds = (await cluster.kinds()).filter(
    ({ namespaced, kind }) => namespaced && kind !== SECRET && kind !== EVENT,
  );
  const found: KubernetesObject[] = [];
  for (let at = 0; at < kinds.length; at += WIDTH) {
    const lists = kinds
      .slice(at, at + WIDTH)
      .map((kind) =>
        folder.part(`${kind.kind} of ${namespace}`, () => listIfAllowed(cluster, kind, namespace)),
      );
    found.push(...(await Promise.all(lists)).flatMap((objects) => objects ?? []));
  }
  found.forEach(registerSecretsIn);
  return found;
}

async function listIfAllowed(
  cluster: ConnectedCluster,
  kind: { apiVersion: string; kind: string },
  namespace: string,
): Promise<KubernetesObject[]> {
  try {
    return await cluster.list(kind, { namespace });
  } catch (error) {
    // Kinds without a list in this place, such as those of aggregated APIs.
    if (error instanceof ApiRefusal && (error.code === 404 || error.code === 405)) return [];
    throw error;
  }
}

/** Objects as YAML documents, without managedFields. */
export function objectsYaml(objects: readonly KubernetesObject[]): string {
  return objects
    .map((object) => {
      const metadata: Record<string, unknown> = { ...object.metadata };
      delete metadata.managedFields;
      return `# ${nameOf({ ...object, ...object.metadata })}\n${stringify({ ...object, metadata })}`;
    })
    .join('---\n');
}
