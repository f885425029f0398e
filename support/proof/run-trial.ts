import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import {
  type IRunConfiguration,
  type ISupportCodeLibrary,
  loadConfiguration,
  loadSupport,
  runCucumber,
} from '@cucumber/cucumber/api';
import type { Envelope } from '@cucumber/messages';
import { detectCapabilities, needsByRequirement } from '../capabilities/capabilities.ts';
import { refuseUnknown } from '../capabilities/unknown.ts';
import { connectTo } from '../cluster/connect.ts';
import { holdSession } from '../coordinator/current-session.ts';
import { loadSettings } from '../settings/load-settings.ts';
import type { Settings, Target } from '../settings/settings.ts';
import { loadInventory } from '../validation/features.ts';
import { recordedRun } from '../verdict/recorded-run.ts';
import { RUN_DIRECTORY, writeRunFile } from '../worker/run-file.ts';
import type { Clusters } from './clusters.ts';
import { type Outcomes, outcomesOf, type TrialRequest } from './trial.ts';

/** What every run of a trial is like, whatever is set around it. */
const VARIABLES = {
  TARGET: 'embedded',
  PREFLIGHT: 'continue',
  PARALLEL: '0',
  ONLY: '',
  RERUN: '',
  SHARD: '',
  REQUIRE: '',
};

/** The runner with everything that all trials share: its configuration and the steps. */
export class TrialRunner {
  readonly #configuration: IRunConfiguration;
  readonly #library: ISupportCodeLibrary;
  readonly #clusters: Clusters;
  readonly #needs = needsByRequirement(loadInventory().requirements);

  private constructor(configuration: IRunConfiguration, library: ISupportCodeLibrary, clusters: Clusters) {
    this.#configuration = configuration;
    this.#library = library;
    this.#clusters = clusters;
  }

  static async load(clusters: Clusters): Promise<TrialRunner> {
    Object.assign(process.env, VARIABLES);
    const { runConfiguration } = await loadConfiguration({ provided: { parallel: 0, retry: 0 } }, SILENT);
    return new TrialRunner(runConfiguration, await loadSupport(runConfiguration, SILENT), clusters);
  }

  /**
   * Runs the scenarios that claim the defect's checks on a fresh cluster with the defect; tells what each came to as soon
   * as it has ended. Throws when the cluster does not come up or goes.
   */
  async run({ defect, scenarios }: TrialRequest, tell: (outcomes: Outcomes) => void): Promise<void> {
    const directory = await mkdtemp(join(tmpdir(), 'llm-serving-acceptance-trial-'));
    try {
      const { settings } = loadSettings(process.env, new Date());
      const { target, run } = settings;
      const started = await this.#clusters.start({ seed: run.seed, target, defects: [defect.id] });
      await enter({ ...settings, run: { ...run, directory }, target: started }, this.#needs);
      await Promise.race([this.#execute(scenarios, defect.checks, tell), this.#clusters.gone]);
      await this.#clusters.stop();
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  }

  async #execute(
    paths: readonly string[],
    checks: readonly string[],
    tell: (outcomes: Outcomes) => void,
  ): Promise<void> {
    const envelopes: Envelope[] = [];
    const told = new Set<string>();
    const hear = (envelope: Envelope): void => {
      envelopes.push(envelope);
      if (!envelope.testCaseFinished) return;
      const { scenarios } = recordedRun([{ file: 'trial', envelopes, lines: '', damages: [] }]);
      for (const scenario of scenarios) {
        if (told.has(scenario.defined.key) || scenario.attempts.at(-1)?.endedAt === undefined) continue;
        told.add(scenario.defined.key);
        tell(outcomesOf(scenario, checks));
      }
    };
    const configuration = {
      ...this.#configuration,
      sources: { ...this.#configuration.sources, paths: [...paths] },
      plugins: { specifiers: ['./support/proof/cut-plugin.ts'], options: { trial: { checks: [...checks] } } },
      support: this.#library,
    };
    await runCucumber(configuration, SILENT, hear);
  }
}

/** Tells the hooks where the run goes, as a coordinator would. */
async function enter(settings: Settings, needs: Record<string, string[]>): Promise<void> {
  const { directory, id } = settings.run;
  const capabilities = await capabilitiesOf(settings.target, id);
  process.env[RUN_DIRECTORY] = directory;
  writeRunFile(directory, { settings, capabilities, versions: {}, needs, throwaway: true });
  holdSession({ ready: async () => undefined });
}

async function capabilitiesOf(target: Target, run: string) {
  const end = new AbortController();
  const cluster = await connectTo(target, {
    run,
    signal: end.signal,
  });
  try {
    const capabilities = await detectCapabilities(cluster, target);
    refuseUnknown(Object.keys(capabilities), capabilities);
    return capabilities;
  } finally {
    end.abort(new Error('looked'));
    await cluster.close();
  }
}

const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
const SILENT = { stdout: nowhere, stderr: nowhere };
