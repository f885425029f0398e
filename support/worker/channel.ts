import { BroadcastChannel } from 'node:worker_threads';

/** What the workers and the coordinator of one run tell each other. */
export type Notice =
  /** To the workers: write nothing more and end what you wait for. */
  | { type: 'stop'; reason: string }
  /** To the coordinator: what a scenario waits for; no sentence when the wait is over. */
  | { type: 'waiting'; worker: string; scenario: string; sentence?: string }
  /** To all: the control group of a system failed. */
  | { type: 'control-group-failed'; system: string; cause: string }
  /** To the coordinator: a scenario waits for the control groups of its systems. */
  | { type: 'control-group-awaited'; pickle: string; systems: readonly string[] }
  /** To the worker of that scenario: they have ended; failures were told before. */
  | { type: 'control-group-ended'; pickle: string };

/** One end of the line between the threads of a run. */
export interface Channel {
  tell(notice: Notice): void;
  close(): void;
}

/**
 * Joins the line of a run. Values of the environment or of hooks do not reach parallel workers once they run, a
 * BroadcastChannel does, and it works in serial mode as well. It does not keep the process alive.
 */
export function joinChannel(runId: string, hear: (notice: Notice) => void): Channel {
  const channel = new BroadcastChannel(`llm-serving-acceptance-${runId}`);
  // A browser's MessageEvent; Node types it loosely.
  channel.onmessage = (event: unknown) => hear((event as { data: Notice }).data);
  channel.unref();
  return {
    tell: (notice) => channel.postMessage(notice),
    close: () => channel.close(),
  };
}
