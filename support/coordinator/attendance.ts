import type { Envelope } from '@cucumber/messages';
import { readEstimates } from '../history/estimates.ts';
import { Remaining } from '../history/remaining.ts';
import { workers } from '../settings/workers.ts';
import { type Channel, joinChannel } from '../worker/channel.ts';
import { FileNamespaces } from './close-run.ts';
import { ControlGroups } from './control-groups.ts';
import { Progress } from './progress.ts';
import type { RunFeatures } from './run-features.ts';
import { SharedFiles } from './shared-files.ts';
import type { TargetSession } from './target-session.ts';
import { say } from './terminal.ts';

/**
 * What goes along with the scenarios of a run: how far it is and how long it takes, what their files share, the control
 * groups, and the line to the workers.
 */
export class Attendance {
  readonly #features: RunFeatures;
  readonly #remaining = new Remaining(workers(process.env));
  readonly #sharedFiles = new SharedFiles((uri) => this.#fileNamespaces?.giveUp(uri));
  readonly #controlGroups = new ControlGroups((notice) => this.#channel?.tell(notice));
  #fileNamespaces: FileNamespaces | undefined;
  #progress: Progress | undefined;
  #channel: Channel | undefined;

  constructor(features: RunFeatures) {
    this.#features = features;
  }

  /** Gives up what files share on a cluster; undefined before that is up. */
  get fileNamespaces(): FileNamespaces | undefined {
    return this.#fileNamespaces;
  }

  /** How long the run still takes, as far as anybody knows. */
  timeLeft(): string | undefined {
    return this.#remaining.text();
  }

  /** Tells from now on how far the run is. */
  tellProgress(): void {
    this.#progress = new Progress({
      say,
      scenarios: () => this.#features.scenarios,
      total: () => this.#features.selected.length,
      left: () => this.timeLeft(),
    });
  }

  /** Progress hears what came before it was told; the others have heard it. */
  hearEarly(envelope: Envelope): void {
    this.#progress?.hear(envelope);
  }

  hear(envelope: Envelope): void {
    this.#remaining.hear(envelope);
    this.#progress?.hear(envelope);
    this.#sharedFiles.hear(envelope);
    this.#controlGroups.hear(envelope);
  }

  /** Awaits the selected scenarios, and what the workers of this run tell. */
  expect(runId: string): void {
    this.#sharedFiles.expect(this.#features.selected);
    this.#controlGroups.expect(this.#features.selected);
    this.#channel = joinChannel(runId, (notice) => {
      if (notice.type === 'waiting') this.#progress?.waits(notice.scenario, notice.sentence);
      this.#controlGroups.hearWorker(notice);
    });
  }

  /** The cluster is up: knows where files share something, and how long scenarios take there. */
  async reached({ cluster, runFile }: TargetSession): Promise<void> {
    this.#fileNamespaces = new FileNamespaces(cluster, runFile.settings);
    const estimates = await readEstimates(runFile, this.#features.scenarios.values());
    this.#remaining.expect(this.#features.planned(), estimates);
  }

  /** Says to the workers that the run was stopped, and tells no progress any more. */
  stop(reason: string): void {
    this.#channel?.tell({ type: 'stop', reason });
    this.stopProgress();
  }

  stopProgress(): void {
    this.#progress?.stop();
  }

  /** Hears nothing of the workers any more. */
  leave(): void {
    this.#channel?.close();
  }
}
