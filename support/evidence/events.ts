import type { KubernetesObject } from '../cluster/cluster.ts';
import { lastTime } from '../cluster/objects.ts';
import { codeOrder } from '../code-order.ts';
import type { Moment } from './moment.ts';

/** Events as the table that `kubectl get events` shows, oldest first. */
export function eventsTable(events: readonly KubernetesObject[]): string {
  const rows = events
    .toSorted((a, b) => codeOrder(lastTime(a), lastTime(b)))
    .map((event) => [
      lastTime(event),
      typeOf(event),
      String(event.reason ?? ''),
      aboutOf(event),
      countOf(event),
      messageOf(event),
    ]);
  const table = [['LAST SEEN', 'TYPE', 'REASON', 'OBJECT', 'COUNT', 'MESSAGE'], ...rows];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  return table
    .map((row) => `${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}\n`)
    .join('');
}

/** Events as moments. */
export const eventMoments = (events: readonly KubernetesObject[]): Moment[] =>
  events.map((event) => ({ at: lastTime(event), source: 'event', text: eventLine(event) }));

/** Warnings that only say again that a container waits. */
const isEcho = (event: KubernetesObject): boolean =>
  event.reason === 'BackOff' || /^Error: (ImagePullBackOff|ErrImagePull)$/.test(messageOf(event));

/** The warnings that tell most first: the latest of those that say something of their own, then the others. */
export function tellingWarnings(events: readonly KubernetesObject[]): KubernetesObject[] {
  const latest = warnings(events).toReversed();
  return [...latest.filter((event) => !isEcho(event)), ...latest.filter(isEcho)];
}

/** The warnings, oldest first. */
export const warnings = (events: readonly KubernetesObject[]): KubernetesObject[] =>
  events
    .filter((event) => typeOf(event) === 'Warning')
    .toSorted((a, b) => codeOrder(lastTime(a), lastTime(b)));

/** `Warning FailedScheduling Pod/x (3 times): 0/3 nodes are available`. */
export function eventLine(event: KubernetesObject): string {
  const count = Number(countOf(event));
  const times = count > 1 ? ` (${count} times)` : '';
  return `${typeOf(event)} ${event.reason ?? ''} ${aboutOf(event)}${times}: ${messageOf(event)}`;
}

const typeOf = (event: KubernetesObject): string => String(event.type ?? '');
const countOf = (event: KubernetesObject): string => String(event.series?.count ?? event.count ?? 1);
const aboutOf = (event: KubernetesObject): string =>
  `${event.involvedObject?.kind ?? '?'}/${event.involvedObject?.name ?? '?'}`;
const messageOf = (event: KubernetesObject): string =>
  String(event.message ?? event.note ?? '').replace(/\s+/g, ' ');
