import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { detectCapabilities, needsByRequirement, unmetRequirements } from '../capabilities/capabilities.ts';
import { unknownToNote } from '../capabilities/unknown.ts';
import { requireNamespaces } from '../cluster/admitted.ts';
import { identityOfCluster } from '../cluster/cluster-identity.ts';
import { type ConnectedCluster, connectTo } from '../cluster/connect.ts';
import { codeOf, EnvironmentError, messageOf } from '../cluster/environment-error.ts';
import { RunLease } from '../cluster/lease.ts';
import { manifestDigests } from '../manifests/manifest-digests.ts';
import { registerSecret } from '../redaction/redact.ts';
import { machineClass } from '../runs/machine-class.ts';
import type { RunOptions } from '../settings/run-options.ts';
import type { RunFile, Settings, Target } from '../settings/settings.ts';
import type { DefinedScenario } from '../verdict/defined-scenarios.ts';
import { type Embedded, launchEmbedded } from './launch-embedded.ts';
import { versionsFound } from './versions.ts';

/** The target of a run while it lasts. */
export interface TargetSession {
  readonly cluster: ConnectedCluster;
  readonly runFile: RunFile;
  /** Says how a target that the suite launched ended before its time; never settles otherwise. */
  readonly lost: Promise<string>;
  /** Ends the Lease and the connection, then the target itself if the suite launched it. */
  close(): Promise<void>;
  /** The same for a target that does not answer any more. */
  abandon(): Promise<void>;
}

export interface TargetRequest {
  readonly settings: Settings;
  readonly options: RunOptions;
  readonly requirements: readonly { id: string; priority?: string; needs?: readonly string[] }[];
  /** The scenarios that the run is for. */
  readonly selected: readonly Pick<DefinedScenario, 'tags' | 'requirementIds'>[];
  readonly signal: AbortSignal;
  readonly note: (line: string) => void;
}

/**
 * Brings up the target if the suite does that itself, connects, holds the run's Lease and looks what is there. Throws
 * `EnvironmentError`, with nothing left behind.
 */
export async function openTarget(request: TargetRequest): Promise<TargetSession> {
  const embedded = await launch(request);
  try {
    return await enter(request, embedded);
  } catch (error) {
    await embedded?.stop();
    throw error;
  }
}

async function launch({ settings, options }: TargetRequest): Promise<Embedded | undefined> {
  const { run, target } = settings;
  if (target.launcher === 'embedded')
    return launchEmbedded({
      seed: run.seed,
      target,
      defects: options.defects,
      logFile: join(run.directory, 'embedded.log'),
    });
  return undefined;
}

async function enter(request: TargetRequest, embedded: Embedded | undefined): Promise<TargetSession> {
  const { settings, signal, note } = request;
  const target = embedded?.target ?? settings.target;
  if (target.s3) hideCredentials(target.s3.credentialsFile);
  const cluster = await connectTo(target, { run: settings.run.id, signal, note });
  let lease: RunLease | undefined;
  const abandon = async (): Promise<void> => {
    await cluster.close();
    await embedded?.stop();
  };
  const close = async (): Promise<void> => {
    try {
      await lease?.release();
    } finally {
      await abandon();
    }
  };
  try {
    await requireNamespaces(cluster, target.namespace);
    lease = await RunLease.hold(cluster, settings.run.id, note);
    return {
      cluster,
      runFile: await lookAround(request, target, cluster),
      lost: lossOf(embedded),
      close,
      abandon,
    };
  } catch (error) {
    // What keeps the run out is told, not what the way back ran into.
    await close().catch((another: unknown) =>
      note(`the target was left with a problem: ${messageOf(another)}`),
    );
    throw error;
  }
}

/** What scenarios have to know of the cluster. Throws `EnvironmentError` where it lacks what the run requires. */
async function lookAround(
  { settings, options, requirements, selected, note }: TargetRequest,
  target: Target,
  cluster: ConnectedCluster,
): Promise<RunFile> {
  const [capabilities, versions, identity] = await Promise.all([
    detectCapabilities(cluster, target),
    versionsFound(cluster, target),
    identityOfCluster(cluster),
  ]);
  // A cluster that the suite launched ends with the run: nothing can be kept on it.
  const keep = target.launcher ? 'never' : settings.keep;
  const entered = { ...settings, keep, target: { ...target, context: cluster.context } };
  const needs = needsByRequirement(requirements);
  const ranked = requirements.flatMap(({ id, priority }) => (priority === undefined ? [] : [[id, priority]]));
  const priorities = Object.fromEntries(ranked) as Record<string, string>;
  const machine = machineClass();
  const runFile = {
    ...{ settings: entered, capabilities, cluster: identity, versions },
    ...{ needs, priorities, machine, manifests: manifestDigests() },
  };
  for (const line of unknownToNote(runFile, selected, options.require)) note(line);
  const unmet = unmetRequirements(options.require, capabilities);
  if (unmet.length > 0) throw new EnvironmentError(unmet.join('; '));
  return runFile;
}

const lossOf = (embedded: Embedded | undefined): Promise<string> =>
  new Promise((resolve) => {
    embedded?.ended.then((how) => how !== undefined && resolve(how), resolve);
  });

/** The message stream is written by the coordinator, which must know what to hide in it. */
function hideCredentials(file: string): void {
  try {
    for (const value of Object.values(JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>))
      if (typeof value === 'string') registerSecret(value);
  } catch (error) {
    // A parser's message quotes the text, and so a credential.
    throw new EnvironmentError(
      `the credentials file ${file} cannot be read (${codeOf(error) ?? 'it is no JSON object'}); correct s3.credentialsFile of the target`,
    );
  }
}
