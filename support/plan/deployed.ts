import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { KubernetesObject } from '../cluster/cluster.ts';
import { messageOf } from '../cluster/environment-error.ts';
import { manifestNames, readManifest } from '../manifests/manifest.ts';
import type { Target } from '../settings/settings.ts';
import { applySetting } from '../systems/kserve/manifests/manifest-settings.ts';
import type { DefinedScenario, DefinedStep } from '../verdict/defined-scenarios.ts';
import { type Demand, demandOf, most, NOTHING } from './demand.ts';

/** An object that a scenario would create, from a manifest that one of its steps names. */
export interface Deployed {
  readonly manifest: string;
  readonly kind: string;
  /** Created once for its feature file: what the file's scenarios share. Absent for what a scenario has of its own. */
  readonly shared?: string;
  readonly demand: Demand;
}

interface Pending {
  readonly manifest: string;
  readonly object: KubernetesObject;
  readonly shared?: string;
  demand: Demand;
}

/** The word before a manifest's name in every step that takes one. */
const NAMED = /\b(?:from|manifest) "([a-z0-9][a-z0-9.-]*)"/g;
/** Steps whose objects the scenarios of a file share: `the … "x" is serving from …`, `… for this file`. */
const SHARED = /^the (?!manifest\b).* is serving from |\bfor this file\b/;

/**
 * What a scenario would create, by the manifests that its steps name and the settings that these steps change. A later
 * change of settings or of the number of replicas counts where it asks for more. A manifest or setting that does not exist becomes a sentence in
 * `problems`.
 */
export function deployedBy(scenario: DefinedScenario, target: Target, problems: string[]): Deployed[] {
  const pending: Pending[] = [];
  for (const step of scenario.steps) {
    try {
      const fresh = createdBy(step, target);
      pending.push(...fresh);
      if (fresh.length === 0) change(pending, step, target);
    } catch (error) {
      problems.push(`${scenario.uri}:${step.line}: ${messageOf(error)}`);
    }
  }
  const objects = pending.map(({ object }) => object);
  return pending.map(({ manifest, object, shared, demand }) => ({
    manifest,
    kind: object.kind,
    ...(shared !== undefined && { shared }),
    demand: most(demand, demandOf(object, objects)),
  }));
}

function createdBy(step: DefinedStep, target: Target): Pending[] {
  const column = step.table?.[0]?.indexOf('manifest') ?? -1;
  const inTable = column < 0 ? [] : (step.table ?? []).slice(1).map((cells) => cells[column] ?? '');
  const inText = [...step.text.matchAll(NAMED)].map(([, name = '']) => name);
  return [...inText, ...inTable].map((manifest) => {
    const system = systemOf(manifest);
    const object = readManifest(system, manifest, target.releases?.[system]);
    for (const [setting, value] of settingsIn(step)) applySetting(object, setting, value, target);
    return { manifest, object, ...(SHARED.test(step.text) && { shared: step.text }), demand: NOTHING };
  });
}

/** The system in whose folder a manifest lies; that of KServe for one that lies nowhere, so that it is named as missing. */
function systemOf(manifest: string): string {
  const systems = readdirSync(path.join('fixtures', 'manifests'));
  return systems.find((system) => manifestNames(system).includes(manifest)) ?? 'kserve';
}

function settingsIn({ table = [] }: DefinedStep): (readonly [string, string])[] {
  const [header = [], ...rows] = table;
  const [setting, value] = [header.indexOf('setting'), header.indexOf('value')];
  if (setting < 0 || value < 0) return [];
  return rows.map((cells) => [cells[setting] ?? '', cells[value] ?? ''] as const);
}

/** `When I change these settings of it:` changes what was created last; an object may be named instead. */
function change(pending: readonly Pending[], step: DefinedStep, target: Target): void {
  const scaled = replicasIn(step);
  const changed = scaled.length > 0 ? pending.at(-1) : changedBy(step, pending);
  if (!changed) return;
  const others = pending.map(({ object }) => object);
  const note = (): void => {
    changed.demand = most(changed.demand, demandOf(changed.object, others));
  };
  note();
  for (const replicas of scaled) {
    changed.object.spec.replicas = replicas;
    note();
  }
  for (const [setting, value] of settingsIn(step)) applySetting(changed.object, setting, value, target);
}

/** The numbers of `When I scale it to 10, then 2, then 7 replicas in haste`, each of which is asked for. */
function replicasIn({ type, text }: DefinedStep): number[] {
  const [, numbers = ''] = /\bscale it to (\d.*) replicas?\b/.exec(text) ?? [];
  return type === 'Action' ? (numbers.match(/\d+/g) ?? []).map(Number) : [];
}

/** What a step changes, if it is from a manifest: the operator's own configuration is not. */
function changedBy({ type, text }: DefinedStep, pending: readonly Pending[]): Pending | undefined {
  if (type !== 'Action' || !/\bchange\b/.test(text)) return undefined;
  const named = /\bof the .*"([^"]+)"/.exec(text)?.[1];
  if (named !== undefined) return pending.findLast(({ object }) => object.metadata.name === named);
  return /\bof it\b/.test(text) ? pending.at(-1) : undefined;
}
