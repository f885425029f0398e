import { join } from 'node:path';
import type { KubernetesObject, Reference } from '../cluster/cluster.ts';
import type { ConnectedCluster } from '../cluster/connect.ts';
import type { Exchange } from '../inference/client.ts';
import { tellsTrouble } from '../logs/trouble.ts';
import { redact } from '../redaction/redact.ts';
import type { Target } from '../settings/settings.ts';
import { objectsIn, objectsYaml } from './captured-objects.ts';
import { diagnose } from './classify.ts';
import { complaints, objectMoments } from './conditions.ts';
import { type ContainerLog, containerLogs, controllerLines, PREVIOUS, text } from './container-logs.ts';
import { unwellController } from './controllers.ts';
import { eventLine, eventMoments, eventsTable, tellingWarnings, warnings } from './events.ts';
import { exchangeMoments, exchangesText, failedExchanges } from './exchanges.ts';
import { EvidenceFolder } from './folder.ts';
import { type Moment, timeline } from './moment.ts';
import { tellingLines } from './telling-lines.ts';

/** Media type of the attachment by which a scenario leads to its evidence. */
export const EVIDENCE = 'application/vnd.llm-serving-acceptance.evidence+json';

/** Where the evidence of a failure lies, and what it comes to. */
export interface Evidence {
  /** Relative to the run directory. */
  directory: string;
  class: 'product' | 'environment' | 'suite';
  cause: string;
  tellingLines: string[];
}

export interface EvidenceRequest {
  cluster: ConnectedCluster;
  /** What the scenario threw. */
  failure: unknown;
  runDirectory: string;
  /** Relative to the run directory: `evidence/LB-001/it-answers-a-question`. */
  directory: string;
  /** Cluster time at which the scenario, or the services that it used, began. */
  since: Date;
  namespaces: readonly string[];
  /** The services that it used: they are captured wherever they are, and controllers' lines that name them are kept. */
  owners: readonly Reference[];
  /** Controllers that many scenarios share. */
  controllers: Target['controllers'];
  exchanges?: readonly Exchange[];
  /** More texts to keep, by file name: traffic numbers, GPU samples. */
  texts?: Readonly<Record<string, string>>;
}

/** What was read from the cluster. */
interface Found {
  objects: KubernetesObject[];
  events: KubernetesObject[];
  logs: ContainerLog[];
  /** What shared controllers that do not run say of themselves. */
  unwell: string[];
}

/** Captures what explains a failure, redacted and within 10 MB. Never throws for a part that cannot be had: `summary.txt` names it. */
export async function captureEvidence(request: EvidenceRequest): Promise<Evidence> {
  const folder = new EvidenceFolder(join(request.runDirectory, request.directory));
  const found: Found = { objects: [], events: [], logs: [], unwell: [] };
  for (const namespace of request.namespaces) await captureNamespace(request, namespace, folder, found);
  await captureOwnersElsewhere(request, folder, found);
  folder.write('events.txt', found.events.length > 0 ? eventsTable(found.events) : '');
  await captureControllers(request, folder, found);
  folder.write('http.txt', exchangesText(request.exchanges ?? []), 'end');
  for (const [name, content] of Object.entries(request.texts ?? {})) folder.write(name, content);
  const telling = telling20(request, found);
  folder.write('timeline.txt', timeline(await moments(request, folder, found), request.since), 'end');
  const objections = [
    ...found.unwell,
    ...complaints(found.objects),
    ...warnings(found.events).map(eventLine),
  ];
  const diagnosis = diagnose(request.failure, objections);
  const evidence: Evidence = {
    directory: request.directory,
    class: diagnosis.class,
    cause: redact(diagnosis.cause),
    tellingLines: telling.map(redact),
  };
  folder.write('summary.txt', summary(evidence, request.failure, folder));
  return evidence;
}

async function captureNamespace(
  { cluster }: EvidenceRequest,
  namespace: string,
  folder: EvidenceFolder,
  found: Found,
): Promise<void> {
  const own = await folder.part(`objects of ${namespace}`, () => objectsIn(cluster, namespace, folder));
  const space = await folder.part(`namespace ${namespace}`, () =>
    cluster.get({ apiVersion: 'v1', kind: 'Namespace', name: namespace }),
  );
  const objects = [...(space ? [space] : []), ...(own ?? [])];
  folder.write(`objects/${namespace}.yaml`, objectsYaml(objects));
  found.objects.push(...objects);
  const events = await folder.part(`events of ${namespace}`, () =>
    cluster.list({ apiVersion: 'v1', kind: 'Event' }, { namespace }),
  );
  found.events.push(...(events ?? []));
  const pods = objects.filter(({ kind }) => kind === 'Pod');
  found.logs.push(...(await containerLogs(cluster, pods, folder)));
}

async function captureOwnersElsewhere(
  request: EvidenceRequest,
  folder: EvidenceFolder,
  found: Found,
): Promise<void> {
  for (const owner of request.owners) {
    if (owner.namespace !== undefined && request.namespaces.includes(owner.namespace)) continue;
    if (owner.kind === 'Secret') continue;
    const object = await folder.part(`${owner.kind} ${owner.name}`, () => request.cluster.get(owner));
    if (!object) continue;
    folder.write(
      `objects/${owner.namespace ?? 'cluster'}-${owner.kind}-${owner.name}.yaml`,
      objectsYaml([object]),
    );
    found.objects.push(object);
    const events = await folder.part(`events of ${owner.name}`, () => request.cluster.events(owner));
    found.events.push(...(events ?? []));
  }
}

async function captureControllers(
  request: EvidenceRequest,
  folder: EvidenceFolder,
  found: Found,
): Promise<void> {
  const names = [...new Set([...request.owners.map(({ name }) => name), ...request.namespaces])];
  const different = new Map(Object.values(request.controllers).map((one) => [JSON.stringify(one), one]));
  for (const controller of different.values()) {
    const { namespace, deployment } = controller;
    const state = await folder.part(`state of controller ${namespace}/${deployment}`, () =>
      unwellController(request.cluster, controller),
    );
    if (state) {
      folder.write(`controllers/${deployment}.yaml`, objectsYaml(state.objects));
      found.unwell.push(...state.complaints);
    }
    const logs = await folder.part(`log of controller ${namespace}/${deployment}`, () =>
      controllerLines(request.cluster, controller, names, request.since),
    );
    for (const log of logs ?? []) folder.write(`controllers/${log.name}.log`, text(log.lines), 'end');
    found.logs.push(...(logs ?? []));
  }
}

/** A line that the run before a restart logged as well is told of the present one. */
const presentFirst = (a: ContainerLog, b: ContainerLog): number =>
  Number(a.name.endsWith(PREVIOUS)) - Number(b.name.endsWith(PREVIOUS));

/** From the last lines of each log backwards, since the last trouble is the nearest to the failure. */
function telling20(request: EvidenceRequest, found: Found): string[] {
  const troubles = found.logs.toSorted(presentFirst).map(({ name, lines }) =>
    lines
      .filter(tellsTrouble)
      .toReversed()
      .map((line) => `${name}: ${line}`),
  );
  return tellingLines([
    found.unwell,
    complaints(found.objects),
    tellingWarnings(found.events).map(eventLine),
    failedExchanges(request.exchanges ?? []).toReversed(),
    ...troubles,
  ]);
}

async function moments(request: EvidenceRequest, folder: EvidenceFolder, found: Found): Promise<Moment[]> {
  const { time } = request.cluster;
  const now = await folder.part('the present of the cluster', () => time.now());
  const logged = found.logs.flatMap(({ name, lines }) =>
    lines.filter(tellsTrouble).map((line) => {
      const [at = '', ...rest] = line.split(' ');
      return { at, source: `log ${name}`, text: rest.join(' ') };
    }),
  );
  const exchanges = now ? exchangeMoments(request.exchanges ?? [], now, time.scale) : [];
  return [...objectMoments(found.objects), ...eventMoments(found.events), ...exchanges, ...logged];
}

function summary(evidence: Evidence, failure: unknown, folder: EvidenceFolder): string {
  const whole = failure instanceof Error ? (failure.stack ?? failure.message) : String(failure);
  const parts = [
    `class: ${evidence.class}\ncause: ${evidence.cause}\n`,
    `failure:\n${whole}\n`,
    evidence.tellingLines.length > 0 ? `telling lines:\n${text(evidence.tellingLines)}` : '',
    folder.problems.length > 0 ? `not captured:\n${text(folder.problems)}` : '',
  ];
  return parts.filter(Boolean).join('\n');
}
