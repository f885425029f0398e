import type { Cluster, Reference } from '../cluster/cluster.ts';
import type { Exchange } from '../inference/client.ts';
import { Memory } from '../memory.ts';
import type { Word } from '../settings/settings.ts';
import type { Worker } from '../worker/worker.ts';
import { OwnObjects } from './cleanup.ts';
import { Deadline, overallLimit } from './deadline.ts';
import type { ScenarioIdentity } from './identity.ts';
import { createOwnNamespace, ensureFileNamespace } from './namespaces.ts';
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
  readonly startedAt = new Date();
  readonly exchanges: Exchange[] = [];
  /** Words of the release tables that steps resolved. */
  readonly words: Record<string, Word> = {};
  /** What must stop when the scenario ends, last begun first. */
  readonly endings: (() => unknown)[] = [];
  changedOthers = false;
  ownNamespaceName: string | undefined;
  sharedNamespaceName: string | undefined;
  readonly #deadline: Deadline;
  readonly #objects = new OwnObjects();
  #own: Promise<string> | undefined;
  #shared: Promise<string> | undefined;

  constructor(identity: ScenarioIdentity, worker: Worker) {
    this.identity = identity;
    this.worker = worker;
    const { target } = worker.runFile.settings;
    const limit = overallLimit(identity.steps, target.timeScale, target.scenarioTimeout);
    const late = new AbortController();
    const minutes = (limit / 60_000).toFixed(1);
    this.#deadline = new Deadline(limit, () =>
      late.abort(new Error(`the scenario took longer than all its limits and 2 minutes (${minutes} min)`)),
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
    this.#own ??= this.#create(createOwnNamespace, (name) => {
      this.ownNamespaceName = name;
    });
    return this.#own;
  }

  sharedNamespace(): Promise<string> {
    this.#shared ??= this.#create(ensureFileNamespace, (name) => {
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

  /** What the scenario must take away, last created first, its namespace at the end. What the file shares stays. */
  leftovers(): Reference[] {
    const objects = this.#objects
      .newestFirst()
      .filter(({ namespace }) => namespace === undefined || namespace !== this.sharedNamespaceName);
    const namespace = this.ownNamespaceName;
    return namespace === undefined
      ? objects
      : [...objects, { apiVersion: 'v1', kind: 'Namespace', name: namespace }];
  }

  /** No deadline strikes any more. */
  end(): void {
    this.#deadline.end();
  }

  async #create(create: typeof createOwnNamespace, note: (name: string) => void): Promise<string> {
    const name = await create(this.worker.cluster, this.worker.runFile.settings, this.identity);
    note(name);
    return name;
  }
}
