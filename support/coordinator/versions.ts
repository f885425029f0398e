import type { Cluster, KubernetesObject } from '../cluster/cluster.ts';
import { messageOf } from '../cluster/environment-error.ts';
import type { Target } from '../settings/settings.ts';

/** API groups whose served versions belong into a report. */
const GROUPS =
  /(?:kserve\.io|gateway\.networking\.k8s\.io|inference\.networking\.(?:x-)?k8s\.io|leaderworkerset)/;

interface CrdVersion {
  name: string;
  served: boolean;
}

interface ContainerStatus {
  name: string;
  image: string;
  imageID?: string;
  state?: { running?: object };
}

/** Versions and image digests (of all pods, while a new image is rolled out: of both) that the cluster shows: of Kubernetes, of the APIs under test, of their controllers. What cannot be read is said. */
export async function versionsFound(cluster: Cluster, target: Target): Promise<Record<string, string>> {
  const parts = await Promise.all(
    Object.entries(LOOKS).map(async ([what, look]) => {
      try {
        return await look(cluster, target);
      } catch (error) {
        return { [`not readable: ${what}`]: messageOf(error) };
      }
    }),
  );
  return Object.assign({}, ...parts) as Record<string, string>;
}

/** What is looked for, in words. */
const LOOKS = {
  'the version of Kubernetes': kubernetesVersion,
  'the versions of the APIs': apiVersions,
  'the images of the controllers': controllerImages,
};

async function kubernetesVersion(cluster: Cluster): Promise<Record<string, string>> {
  const nodes = await cluster.list({ apiVersion: 'v1', kind: 'Node' });
  const versions = nodes.map((node) => node.status?.nodeInfo?.kubeletVersion).filter(Boolean);
  return versions.length > 0 ? { kubernetes: [...new Set(versions)].sort().join(', ') } : {};
}

async function apiVersions(cluster: Cluster): Promise<Record<string, string>> {
  const definitions = await cluster.list({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
  });
  return Object.fromEntries(
    definitions
      .filter((definition) => GROUPS.test(definition.spec?.group ?? ''))
      .map((definition) => [definition.metadata.name, servedVersions(definition)]),
  );
}

const servedVersions = (definition: KubernetesObject): string =>
  ((definition.spec?.versions ?? []) as CrdVersion[])
    .filter(({ served }) => served)
    .map(({ name }) => name)
    .join(', ');

async function controllerImages(cluster: Cluster, target: Target): Promise<Record<string, string>> {
  const images: Record<string, string> = {};
  for (const { namespace, deployment, container } of Object.values(target.controllers)) {
    const kind = { apiVersion: 'apps/v1', kind: 'Deployment' };
    const found = await cluster.get({ ...kind, namespace, name: deployment });
    const labels: Record<string, string> = found?.spec?.selector?.matchLabels ?? {};
    if (Object.keys(labels).length === 0) continue;
    const selector = Object.entries(labels)
      .map(([key, value]) => `${key}=${value}`)
      .join(',');
    const pods = await cluster.list({ apiVersion: 'v1', kind: 'Pod' }, { namespace, selector });
    const running = pods.flatMap(({ status }) =>
      ((status?.containerStatuses ?? []) as ContainerStatus[]).filter(
        ({ name, state }) => name === container && state?.running,
      ),
    );
    const shown = [...new Set(running.map(({ imageID, image }) => imageID || image))].sort();
    if (shown.length > 0) images[`${namespace}/${deployment}`] = shown.join(', ');
  }
  return images;
}
