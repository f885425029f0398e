import { randomBytes } from 'node:crypto';
import { ApiRefusal, type Cluster } from '../cluster/cluster.ts';
import { EXPIRY_ANNOTATION, REQUIREMENT_LABEL, RUN_LABEL, TITLE_ANNOTATION } from '../cluster/run-label.ts';
import type { Settings } from '../settings/settings.ts';
import type { ScenarioIdentity } from './identity.ts';

/** Names of namespaces have at most this many characters (DESIGN 5). */
const LONGEST = 40;
/** After this anybody may delete what a run left behind (ms). */
const LIFE = 24 * 60 * 60_000;

/** A namespace of the scenario's own: `acc-<run>-<slug>-<random>`. Returns its name. */
export async function createOwnNamespace(
  cluster: Cluster,
  settings: Settings,
  scenario: ScenarioIdentity,
): Promise<string> {
  const name = `${trimmed(`acc-${settings.run.id}-${scenario.slug}`, 5)}-${randomBytes(2).toString('hex')}`;
  await cluster.create(namespace(name, settings, scenario));
  return name;
}

/** The namespace of the feature file's shared services; every scenario of the file gets the same. */
export async function ensureFileNamespace(
  cluster: Cluster,
  settings: Settings,
  scenario: ScenarioIdentity,
): Promise<string> {
  const name = fileNamespace(settings, scenario.fileSlug);
  try {
    await cluster.create(namespace(name, settings, { ...scenario, title: `shared by ${scenario.uri}` }));
  } catch (error) {
    if (!(error instanceof ApiRefusal && error.reason === 'AlreadyExists')) throw error;
  }
  return name;
}

/** The name of the namespace that the scenarios of a file share. */
export const fileNamespace = (settings: Settings, fileSlug: string): string =>
  `${trimmed(`acc-${settings.run.id}-${fileSlug}`, 7)}-shared`;

const trimmed = (text: string, reserve: number): string =>
  text.slice(0, LONGEST - reserve).replace(/-+$/, '');

const namespace = (name: string, { run, target }: Settings, scenario: ScenarioIdentity) => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: {
    name,
    labels: {
      ...target.namespace.labels,
      [RUN_LABEL]: run.id,
      [REQUIREMENT_LABEL]: scenario.requirementIds.join('_').slice(0, 63).replace(/_$/, ''),
    },
    annotations: {
      ...target.namespace.annotations,
      [TITLE_ANNOTATION]: scenario.title,
      [EXPIRY_ANNOTATION]: new Date(Date.parse(run.startedAt) + LIFE).toISOString(),
    },
  },
});
