import { cpSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { loadVerdicts, type Sources } from '../../../support/judge/load.ts';
import type { RunFile } from '../../../support/settings/settings.ts';
import type { Gate } from '../../../support/verdict/model.ts';
import { writeRunFile } from '../../../support/worker/run-file.ts';
import { scratch } from '../../scratch.ts';
import { runFile } from '../../signoff/rendered.ts';
import { commitAll } from './commit.ts';
import { mark, SUITE } from './mark.ts';
import { record } from './record.ts';

/** A project with a whole inventory, and two features that decide it. */
export interface WholeProject {
  readonly sources: Sources;
  /** The one that holds the features. */
  readonly commit: string;
  /** Writes a feature: of each scenario the check that it claims, and what it says. */
  feature(name: string, ...scenarios: readonly (readonly [check: string, then: string])[]): string;
  /** The folder that a run of some features on a real cluster leaves. */
  run(id: string, files: readonly string[], settings?: object, over?: Partial<RunFile>): Promise<string>;
  judged(...folders: readonly string[]): Promise<Gate>;
  /** Decision, exit status, and what keeps a run from GO, without the folders of its files. */
  told(...folders: readonly string[]): Promise<string>;
}

const requirement = (id: string, checks: readonly string[]): string =>
  `  - {id: ${id}, document: d.txt, lines: [1, 2], kind: scenario, priority: P0, system: kserve-llmisvc, category: basic, title: t, needs: [], checks: [${checks
    .map((check) => `{id: ${id}.${check}, at: "1", what: a, expect: "", observe: http}`)
    .join(', ')}]}`;

/** The recording in the folder of a run. */
export const messagesIn = (folder: string): string => path.join(folder, 'messages.ndjson');

/** What is told of runs r1 and r2 that are all only together, and do not say of which common run they are. */
export const PIECED = piecedOf('none', 'none');

/** The same of such that name these common runs. */
export function piecedOf(one: string, two: string): string {
  return `PARTIAL\n1\nno merged run that came to its end tells of all scenarios, alone or with those of its common run or that it repeats (common run of r1: ${one}, of r2: ${two}): set SHARD_RUN, the same for the parts of a run and another for the next, and run them again`;
}

/** Makes such a project: `a.feature` with three scenarios and `b.feature` with one, which all pass. */
export function wholeProject(name: string): WholeProject {
  const root = scratch(name);
  const sources = { features: path.relative('.', root), proof: path.join(root, 'no-proof.json') };
  const feature: WholeProject['feature'] = (file, ...scenarios) => {
    const blocks = scenarios.map(
      ([check, then]) =>
        `\n  @${check.replace(/\.\d+$/, '')} @P0\n  Scenario: ${check} holds\n    # checks: ${check}\n    Then ${then}\n`,
    );
    const place = path.join(root, file);
    writeFileSync(place, ['@kserve', `Feature: ${file}`, ...blocks].join('\n'));
    return place;
  };
  writeFileSync(
    path.join(root, 'requirements.yaml'),
    `systems: [{id: kserve-llmisvc, name: K}]\nrequirements:\n${requirement('LB-001', ['1', '2', '3'])}\n${requirement('LB-002', ['1'])}\n`,
  );
  feature('a.feature', ['LB-001.1', 'it passes'], ['LB-001.2', 'it passes'], ['LB-001.3', 'it passes']);
  feature('b.feature', ['LB-002.1', 'it passes']);
  const commit = commitAll(root);
  const judged: WholeProject['judged'] = async (...folders) =>
    (await loadVerdicts(folders.map(messagesIn), sources)).gate;
  return {
    sources,
    commit,
    feature,
    judged,
    run: async (id, files, settings = {}, over = {}) => {
      const folder = path.join(scratch('run'), id);
      const recorded = await record(...files.map((file) => path.join(sources.features, file)));
      cpSync(path.dirname(recorded), folder, { recursive: true });
      const at = { id, seed: 1, startedAt: '2027-01-10T10:00:00Z', directory: folder };
      const file = { ...runFile({ ...settings, run: at }), cluster: { uid: 'u1' }, ...over } as RunFile;
      const suite = { ...SUITE, commit };
      await mark(messagesIn(folder), { run: id, suite, runFile: writeRunFile(folder, file) });
      writeFileSync(
        path.join(folder, 'run.yaml'),
        `runs: [{run: ${id}, suite: {version: 0.1.0, commit: ${commit}, modified: false}, environment: {}, arguments: [], command: x}]`,
      );
      return folder;
    },
    told: async (...folders) => {
      const { decision, exitCode, blockers, missing } = await judged(...folders);
      return [decision, exitCode, ...(blockers.length > 0 ? blockers : missing)]
        .join('\n')
        .replaceAll(/\/\S+\/(?=r\d\/)/g, '');
    },
  };
}
