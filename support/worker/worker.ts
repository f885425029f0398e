import { type ConnectedCluster, connectTo } from '../cluster/connect.ts';
import { holdManifests } from '../manifests/manifest-digests.ts';
import { registerEnvironment } from '../redaction/redact.ts';
import type { RunFile } from '../settings/settings.ts';
import { type Channel, joinChannel, type Notice } from './channel.ts';
import { ControlGroup } from './control-group.ts';
import { readRunFile } from './run-file.ts';
import { requireSameCluster } from './same-cluster.ts';

/** What the scenarios of one worker share: one after another they use it. */
export interface Worker {
  readonly id: string;
  readonly runFile: RunFile;
  readonly cluster: ConnectedCluster;
  readonly channel: Channel;
  /** Aborts when the run is told to stop. */
  readonly stopped: AbortSignal;
  readonly controlGroup: ControlGroup;
  /** Waits until the control groups of the systems of a scenario have ended, and shows it. */
  awaitControlGroup(pickle: string, systems: readonly string[]): Promise<void>;
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

/** Waits for control groups, and says so. In one process everything that stands before a scenario has ended. */
const awaiting = (
  env: NodeJS.ProcessEnv,
  controlGroup: ControlGroup,
  say: (sentence: string | undefined) => void,
): Worker['awaitControlGroup'] =>
  env.CUCUMBER_WORKER_ID === undefined
    ? async () => undefined
    : async (pickle, systems) => {
        say(`the control group of ${systems.join(', ')} ends`);
        await controlGroup.ended(pickle, systems);
        say(undefined);
      };

async function start(env: NodeJS.ProcessEnv): Promise<Worker> {
  registerEnvironment(env);
  const runFile = readRunFile(env);
  const { run, target } = runFile.settings;
  holdManifests(runFile.manifests);
  const id = env.CUCUMBER_WORKER_ID ?? '0';
  const stop = new AbortController();
  let scenario = '';
  const hear = (notice: Notice): void => {
    if (notice.type === 'stop') {
      cluster?.refuseWrites(notice.reason);
      stop.abort(new Error(notice.reason));
    }
    controlGroup.hear(notice);
  };
  let cluster: ConnectedCluster | undefined;
  const channel = joinChannel(run.id, hear);
  const controlGroup = new ControlGroup((notice) => channel.tell(notice), stop.signal);
  const say = (sentence: string | undefined): void =>
    channel.tell({ type: 'waiting', worker: id, scenario, ...(sentence !== undefined && { sentence }) });
  const connected = await connectTo(target, { run: run.id, signal: stop.signal, say });
  cluster = connected;
  if (stop.signal.aborted) connected.refuseWrites('the run was told to stop');
  try {
    await requireSameCluster(connected, runFile);
  } catch (error) {
    channel.close();
    await connected.close();
    throw error;
  }
  return {
    id,
    runFile,
    cluster: connected,
    channel,
    stopped: stop.signal,
    controlGroup,
    awaitControlGroup: awaiting(env, controlGroup, say),
    show: (title) => {
      scenario = title;
    },
    close: async () => {
      channel.close();
      await connected.close();
    },
  };
}
