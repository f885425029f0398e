import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { loadVerdicts, type Sources } from '../verdict/load.ts';
import type { Verdicts } from '../verdict/model.ts';
import { cucumberJson } from './cucumber-json.ts';
import { writeHtml } from './html.ts';
import { junitXml } from './junit.ts';
import { publish } from './publish.ts';
import { terminalSummary } from './summary.ts';
import { traceability } from './traceability.ts';
import { traceabilityMarkdown } from './traceability-markdown.ts';

export interface RenderOptions {
  /** Folder that gets a copy of everything: `reports`, for the run that is published. */
  readonly publishTo?: string;
  /** Message files; by default `messages.ndjson` of the run directory. */
  readonly messages?: readonly string[];
  /** Where the files lie that the run is judged by; by default the project's. */
  readonly sources?: Sources;
}

export interface Rendered {
  /** 0 the gate passed, 1 it failed, 2 nothing was judged or the judging files are wrong, 130 interrupted. */
  readonly exitCode: 0 | 1 | 2 | 130;
  /** For the terminal. */
  readonly summary: string;
  readonly verdicts: Verdicts;
}

/**
 * Judges a run and writes all its reports into its directory. Messages that are damaged, cut off or missing give true
 * reports that say so; only a disk that cannot be written throws.
 */
export async function renderReports(runDirectory: string, options: RenderOptions = {}): Promise<Rendered> {
  const messages = options.messages ?? [path.join(runDirectory, 'messages.ndjson')];
  const verdicts = await loadVerdicts(messages, options.sources);
  await mkdir(runDirectory, { recursive: true });
  const write = (name: string, content: string): Promise<void> =>
    writeFile(path.join(runDirectory, name), content);
  await Promise.all([
    write('cucumber.json', `${JSON.stringify(cucumberJson(verdicts), null, 1)}\n`),
    write('junit.xml', junitXml(verdicts)),
    write('traceability.json', `${JSON.stringify(traceability(verdicts), null, 1)}\n`),
    write('traceability.md', traceabilityMarkdown(verdicts)),
    writeHtml(verdicts, path.join(runDirectory, 'html')),
  ]);
  if (options.publishTo !== undefined) await publish(runDirectory, options.publishTo);
  const folder = options.publishTo ?? runDirectory;
  return {
    exitCode: verdicts.gate.exitCode,
    summary: terminalSummary(verdicts, path.join(folder, 'html', 'index.html')),
    verdicts,
  };
}
