import { type IWorldOptions, World } from '@cucumber/cucumber';
import type { Cluster } from './cluster/cluster.ts';
import type { Exchange } from './inference/client.ts';
import type { Slot } from './memory.ts';
import { redact } from './redaction/redact.ts';
import { redactBody } from './redaction/redact-values.ts';
import type { ScenarioIdentity } from './scenario/identity.ts';
import type { Scenario } from './scenario/scenario.ts';
import type { SharedService } from './scenario/shared-services.ts';
import { type Words, wordsOf } from './scenario/words.ts';
import type { Settings } from './settings/settings.ts';

/** Media type of the figures that a scenario measured: `{ figure: number }`. */
const FIGURES = 'application/vnd.llm-serving-acceptance.figures+json';

/** What every step of the suite has as `this`. */
export class SuiteWorld extends World {
  #running: Scenario | undefined;

  constructor(options: IWorldOptions) {
    super({ ...options, attach: withoutSecrets(options.attach), log: (text) => options.log(redact(text)) });
  }

  /** Called by the first hook, before any step. */
  begin(scenario: Scenario): void {
    this.#running = scenario;
  }

  /** The scenario's own machinery, for hooks; absent when the first hook did not get so far. */
  get running(): Scenario | undefined {
    return this.#running;
  }

  get settings(): Settings {
    return this.#scenario.worker.runFile.settings;
  }

  /** The cluster; its waits end with the scenario, and what is created through it goes with the scenario. */
  get cluster(): Cluster {
    return this.#scenario.cluster;
  }

  get scenario(): ScenarioIdentity {
    return this.#scenario.identity;
  }

  /** Aborts when the scenario has used up its time or the run is told to stop. */
  get signal(): AbortSignal {
    return this.#scenario.signal;
  }

  /** The words of the release of a system that this target runs. */
  words(system: string): Words {
    const scenario = this.#scenario;
    return wordsOf(this.settings.releases[system], system, (word, value) => {
      scenario.words[word] = value;
    });
  }

  /** Why the release in use does not promise a check; undefined when it does. */
  notPromised(check: string): string | undefined {
    for (const { name, notPromised } of Object.values(this.settings.releases)) {
      const entry = notPromised[check];
      if (entry) return `${name} does not promise it: ${entry.reason} (${entry.source})`;
    }
    return undefined;
  }

  /** The namespace of this scenario alone; created when it is first asked for. */
  ownNamespace(): Promise<string> {
    return this.#scenario.ownNamespace();
  }

  /** The namespace of the feature file's shared services. */
  sharedNamespace(): Promise<string> {
    return this.#scenario.sharedNamespace();
  }

  /** Brings up a service that the scenarios of the file share, once; throws `BlockedError` when it did not come up before. */
  shared(service: SharedService): Promise<void> {
    return this.#scenario.share(service);
  }

  /** Leaves a value for the steps that follow. */
  remember<Value>(where: Slot<Value>, value: Value): void {
    this.#scenario.memory.remember(where, value);
  }

  /** What an earlier step left; throws with the step that is missing. */
  require<Value>(where: Slot<Value>): Value {
    return this.#scenario.memory.require(where);
  }

  /** What an earlier step left, if one did. */
  recall<Value>(where: Slot<Value>): Value | undefined {
    return this.#scenario.memory.recall(where);
  }

  /** Keeps HTTP exchanges for the evidence of a failure. */
  record(...exchanges: Exchange[]): void {
    this.#scenario.keep(exchanges);
  }

  /** Publishes figures that the scenario measured, in the units that their names say (ms unless they say otherwise). */
  async recordFigures(figures: Readonly<Record<string, number>>): Promise<void> {
    this.attach(JSON.stringify(figures), FIGURES);
  }

  /** Something to stop when the scenario ends, whatever its outcome. */
  onEnd(stop: () => unknown): void {
    this.#scenario.endings.unshift(stop);
  }

  get #scenario(): Scenario {
    if (this.#running) return this.#running;
    throw new Error('no scenario is running: this belongs into a step, not into support code that is loaded');
  }
}

/** Attaches texts without their secrets: this worker alone knows the values that its scenarios brought up. */
function withoutSecrets(attach: IWorldOptions['attach']): IWorldOptions['attach'] {
  const create = (data: never, media?: string | { mediaType: string }, callback?: () => void) => {
    const type = (typeof media === 'object' ? media.mediaType : media) ?? 'text/plain';
    const safe = typeof data === 'string' ? redactBody(data, type) : data;
    return (attach as (...values: unknown[]) => unknown)(safe, media, callback);
  };
  return create as IWorldOptions['attach'];
}
