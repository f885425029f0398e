import type { Cluster, Reference } from '../cluster/cluster.ts';
import type { Exchange } from '../inference/client.ts';
import { Memory } from '../memory.ts';
import type { Word } from '../settings/settings.ts';
import { spanText } from '../waiting/span-text.ts';
import type { Worker } from '../worker/worker.ts';
import { OwnObjects } from './cleanup.ts';
import { Deadline, OUT_OF_TIME, overallLimit } from './deadline.ts';
import type { ScenarioIdentity } from './identity.ts';
import { type NamespaceUser, obtainFileNamespace, obtainOwnNamespace } from './namespaces.ts';
import { PodImages } from './pod-images.ts';
import { scopedCluster } from './scoped-cluster.ts';
import { type SharedService, share } from './shared-services.ts';
import { VacuityGuard } from './vacuity.ts';

/** As many HTTP exchanges as evidence keeps of one scenario: the last ones. */
const EXCHANGES_KEPT = 500;

/** One scenario from its first hook to its last: what it has, what it did, and how it ends. */
export class Scenario {
  readonly identity: ScenarioIdentity;
  readonly worker: Worker;
  readonly cluster: Cluster;
  readonly signal: AbortSignal;
  readonly memory = new Memory();
  readonly guard = new VacuityGuard();
  /** The cluster's time when the scenario began. */
  readonly since: Date;
  readonly exchanges: Exchange[] = [];
  readonly images = new PodImages();
  /** Words of the release tables that steps resolved. */
  readonly words: Record<string, Word> = {};
  /** What must stop when the scenario ends, last begun first. */
  readonly endings: (() => unknown)[] = [];
  /** Checks that the present step decides. */
  claimed: readonly string[] = [];
  changedOthers = false;
  ownNamespaceName: string | undefined;
  sharedNamespaceName: string | undefined;
  readonly #deadline: Deadline;
  #failure: unknown;
  readonly #objects = new OwnObjects();
  #own: Promise<string> | undefined;
  #shared: Promise<string> | undefined;

  constructor(identity: ScenarioIdentity, worker: Worker, since: Date) {
    this.identity = identity;
    this.worker = worker;
    this.since = since;
    const { target } = worker.runFile.settings;
    const limit = overallLimit(identity.steps, target.timeScale, target.scenarioTimeout);
    const late = new AbortController();
    const bound = limit === target.scenarioTimeout ? 'TEST_TIMEOUT allows' : 'all its limits and 2 minutes';
    this.#deadline = new Deadline(limit, () =>
      late.abort(new Error(`${OUT_OF_TIME} ${bound} (${spanText(limit)})`)),
    );
    this.signal = AbortSignal.any([late.signal, worker.stopped]);
    this.cluster = scopedCluster(worker.cluster, {
      signal: this.signal,
      created: (object) => this.#objects.note(object),
      changing: () => {
        this.changedOthers = true;
      },
    });
  }

  ownNamespace(): Promise<string> {
    this.#own ??= this.#obtain(obtainOwnNamespace, (name) => {
      this.ownNamespaceName = name;
    });
    return this.#own;
  }

  sharedNamespace(): Promise<string> {
    this.#shared ??= this.#obtain(obtainFileNamespace, (name) => {
      this.sharedNamespaceName = name;
    });
    return this.#shared;
  }

  async share(service: SharedService): Promise<void> {
    const turn = {
      signal: this.signal,
      suspend: () => this.#deadline.suspend(),
      resume: () => this.#deadline.resume(),
    };
    await share(this.worker.cluster, await this.sharedNamespace(), service, turn);
  }

  keep(exchanges: readonly Exchange[]): void {
    this.exchanges.push(...exchanges);
    this.exchanges.splice(0, this.exchanges.length - EXCHANGES_KEPT);
  }

  /** Objects that the scenario must take away, last created first; what goes with its namespace or stays with its file is not among them. */
  leftovers(): Reference[] {
    const { ownNamespaceName, sharedNamespaceName } = this;
    return this.#objects
      .newestFirst()
      .filter(
        ({ namespace }) =>
          namespace === undefined || ![ownNamespaceName, sharedNamespaceName].includes(namespace),
      );
  }

  /** A step begins that decides these checks. */
  begin(claimed: readonly string[]): void {
    this.claimed = claimed;
    this.guard.begin();
  }

  /** The first error that a step or hook threw. */
  get failure(): unknown {
    return this.#failure;
  }

  /** Notes an error of a step or hook; the first one counts. */
  failed(error: unknown): void {
    this.#failure ??= error;
  }

  /** Everything that the scenario brought into being, last created first. */
  created(): Reference[] {
    return this.#objects.newestFirst();
  }

  /** Where its evidence goes, below the folder of its requirement: unlike that of any other scenario or attempt. */
  get folder(): string {
    return `${this.identity.slug}-${this.identity.line}-${this.since.getTime().toString(36)}`;
  }

  /** No deadline strikes any more. */
  end(): void {
    this.#deadline.end();
  }

  /** Whose namespaces are obtained and given up. */
  get user(): NamespaceUser {
    const { cluster, runFile } = this.worker;
    return { cluster, settings: runFile.settings, identity: this.identity };
  }

  async #obtain(
    obtain: (user: NamespaceUser) => Promise<string>,
    note: (name: string) => void,
  ): Promise<string> {
    this.#deadline.suspend();
    try {
      const name = await obtain(this.user);
      note(name);
      if (!this.worker.runFile.throwaway) this.images.follow(this.worker.cluster, name);
      return name;
    } finally {
      this.#deadline.resume();
    }
  }
}
