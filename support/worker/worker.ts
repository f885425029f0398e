import { type ConnectedCluster, connect } from '../cluster/connect.ts';
import { registerEnvironment } from '../evidence/redact.ts';
import type { RunFile } from '../settings/settings.ts';
import { type Channel, joinChannel, type Notice } from './channel.ts';
import { readRunFile } from './run-file.ts';

/** What the scenarios of one worker share: one after another they use it. */
export interface Worker {
  readonly id: string;
  readonly runFile: RunFile;
  readonly cluster: ConnectedCluster;
  readonly channel: Channel;
  /** Aborts when the run is told to stop. */
  readonly stopped: AbortSignal;
  /** The cause by which the control group of a system failed, if it did. */
  controlGroupFailure(system: string): string | undefined;
  /** Tells all workers of it. */
  controlGroupFailed(system: string, cause: string): void;
  /** Whose waits are shown from now on. */
  show(scenario: string): void;
  close(): Promise<void>;
}

let worker: Promise<Worker> | undefined;

/** The worker of this thread; connects to the cluster when the first scenario asks. Throws `EnvironmentError`. */
export const thisWorker = (): Promise<Worker> => {
  worker ??= start(process.env);
  return worker;
};

/** Ends the connection of this thread, if it has one. */
export async function closeWorker(): Promise<void> {
  await (await worker?.catch(() => undefined))?.close();
  worker = undefined;
}

async function start(env: NodeJS.ProcessEnv): Promise<Worker> {
  registerEnvironment(env);
  const runFile = readRunFile(env);
  const { run, target } = runFile.settings;
  const id = env.CUCUMBER_WORKER_ID ?? '0';
  const stop = new AbortController();
  const failures = new Map<string, string>();
  let scenario = '';
  const hear = (notice: Notice): void => {
    if (notice.type === 'stop') {
      cluster?.refuseWrites(notice.reason);
      stop.abort(new Error(notice.reason));
    }
    if (notice.type === 'control-group-failed') failures.set(notice.system, notice.cause);
  };
  let cluster: ConnectedCluster | undefined;
  const channel = joinChannel(run.id, hear);
  const say = (sentence: string | undefined): void =>
    channel.tell({ type: 'waiting', worker: id, scenario, ...(sentence !== undefined && { sentence }) });
  cluster = await connect({
    ...(target.kubeconfig && { kubeconfig: target.kubeconfig }),
    ...(target.context && { context: target.context }),
    target,
    run: run.id,
    signal: stop.signal,
    say,
  });
  if (stop.signal.aborted) cluster.refuseWrites('the run was told to stop');
  const connected = cluster;
  return {
    id,
    runFile,
    cluster: connected,
    channel,
    stopped: stop.signal,
    controlGroupFailure: (system) => failures.get(system),
    controlGroupFailed: (system, cause) => {
      failures.set(system, cause);
      channel.tell({ type: 'control-group-failed', system, cause });
    },
    show: (title) => {
      scenario = title;
    },
    close: async () => {
      channel.close();
      await connected.close();
    },
  };
}
