import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Sources } from '../../support/judge/load.ts';
import { type Rendered, renderReports } from '../../support/reports/render.ts';
import type { RunFile } from '../../support/settings/settings.ts';
import type { SignOff } from '../../support/signoff/sign-off.ts';
import type { Suite } from '../../support/suite/suite.ts';
import { writeRunFile } from '../../support/worker/run-file.ts';
import { scratch } from '../scratch.ts';
import { mark, SUITE } from '../verdict/samples/mark.ts';
import { record, SAMPLES } from '../verdict/samples/record.ts';

export const DIGEST = 'a1'.repeat(32);
export const TARGET_DIGEST = 'c3'.repeat(32);
export const TABLE_DIGEST = 'e5'.repeat(32);

/** What a coordinator would have written for a run on a cluster; `settings` replaces parts of its settings. */
export const runFile = (settings: object = {}, versions: object = {}): object => ({
  settings: {
    run: { id: 'r1', seed: 42, startedAt: '2026-11-20T10:00:00Z', directory: 'reports/runs/r1' },
    target: {
      name: 'kind',
      source: { path: 'fixtures/targets/kind.yaml', sha256: TARGET_DIGEST, bytes: 12 },
      context: 'kind-<kind>',
      timeScale: 1,
      images: { 'model-server': 'vllm/vllm:v1' },
    },
    releases: {
      kserve: {
        system: 'kserve',
        name: 'document',
        file: 'fixtures/releases/kserve/document.yaml',
        source: { path: 'fixtures/releases/kserve/document.yaml', sha256: TABLE_DIGEST, bytes: 11 },
        notPromised: {},
      },
    },
    ...settings,
  },
  machine: '2 × sample processor, linux x64',
  capabilities: { gpu: { present: false, found: 'no node with one' } },
  versions: { kubernetes: 'v1.34', 'kserve/controller': `kserve/controller@sha256:${DIGEST}`, ...versions },
});

export interface RenderedSample {
  readonly folder: string;
  readonly rendered: Rendered;
  readonly signOff: SignOff;
  read(...name: readonly string[]): Promise<string>;
}

/** A run directory as a run leaves it: messages of real scenarios, evidence, and what the coordinator wrote. */
export const recordedRun = (file: object, ...features: readonly string[]): Promise<string> =>
  recordedBy(SUITE, file, ...features);

/** The same by another suite. */
export async function recordedBy(
  suite: Suite,
  file: object,
  ...features: readonly string[]
): Promise<string> {
  const folder = scratch('signed');
  cpSync(path.dirname(await record(...features)), folder, { recursive: true });
  const { id } = (file as RunFile).settings.run;
  await mark(path.join(folder, 'messages.ndjson'), {
    run: id,
    suite,
    runFile: writeRunFile(folder, file as RunFile),
  });
  mkdirSync(path.join(folder, 'evidence', 'lb-002', 'x'), { recursive: true });
  writeFileSync(
    path.join(folder, 'evidence', 'lb-002', 'x', 'summary.txt'),
    `what was captured in ${folder}`,
  );
  return folder;
}

/** Renders the sample features, all of them or those named. */
export async function renderSample(
  file: object = runFile(),
  sources: Sources = SAMPLES,
  ...features: readonly string[]
): Promise<RenderedSample> {
  const folder = await recordedRun(file, ...features);
  const rendered = await renderReports(folder, { sources });
  const read = (...name: readonly string[]): Promise<string> => readFile(path.join(folder, ...name), 'utf8');
  return { folder, rendered, read, signOff: JSON.parse(await read('signoff.json')) as SignOff };
}
