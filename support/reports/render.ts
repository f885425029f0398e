import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { momentText } from '../amounts/moment-text.ts';
import { messageOf } from '../cluster/environment-error.ts';
import { loadVerdicts, PROJECT, type Sources } from '../judge/load.ts';
import { messagesOf } from '../runs/run-place.ts';
import { recordOwnRun, runRecord } from '../signoff/records.ts';
import { type RunRecord, type SignOff, signOff } from '../signoff/sign-off.ts';
import { statementOf } from '../signoff/statement.ts';
import type { Judge } from '../suite/suite.ts';
import { sweep, sweepAfter } from '../sweeping.ts';
import { evidenceHomes } from '../verdict/evidence-home.ts';
import type { Verdicts } from '../verdict/model.ts';
import { cucumberJsonText } from './cucumber-json.ts';
import { copyEvidence } from './evidence-copy.ts';
import { writeHtml } from './html.ts';
import { junitXml } from './junit.ts';
import { executions } from './markdown/executions.ts';
import { signOffMarkdown } from './markdown/sign-off.ts';
import { traceabilityMarkdown } from './markdown/traceability.ts';
import { matrixPage } from './pages/matrix-page.ts';
import { promisesPage } from './pages/promises-page.ts';
import { signOffPage } from './pages/sign-off-page.ts';
import { writeTrends } from './pages/trends-page.ts';
import { publish } from './publish.ts';
import { alone } from './publish-lock.ts';
import { replaceTogether } from './replace-together.ts';
import { RENDERED } from './report-files.ts';
import { terminalSummary } from './summary.ts';
import { traceability } from './traceability.ts';

export interface RenderOptions {
  /** Folder that gets a copy of everything: `reports`, for the run that is published. */
  readonly publishTo?: string;
  /** Message files; by default that of the run directory and those of the runs that it repeated. */
  readonly messages?: readonly string[];
  /** Where the files lie that the run is judged by; by default the project's. */
  readonly sources?: Sources;
  /** Gets the verdicts before the first report is written: whoever ends the process while they are has them. */
  readonly judged?: (verdicts: Verdicts) => Promise<void>;
  /** The suite that judges, where the run is not the one that ends here. */
  readonly judge?: Judge;
  /** What was given is to be all parts of a run, also where it is only one recording. */
  readonly asMerge?: boolean;
}

export interface Rendered {
  /** 0 the gate passed, 1 it failed, 2 nothing was judged or the judging files are wrong, 130 interrupted. */
  readonly exitCode: 0 | 1 | 2 | 130;
  /** For the terminal. */
  readonly summary: string;
  /** Why there is no copy where it was to be published, and where the reports are instead. */
  readonly unpublished?: string;
  /** Why there is none, where a run that began later has its place. */
  readonly superseded?: string;
  readonly verdicts: Verdicts;
}

/**
 * Judges a run and writes all its reports into its directory, together or not at all. Messages that are damaged, cut off or missing give true
 * reports that say so; only a disk that cannot be written throws, and never for the copy that is published.
 */
export async function renderReports(runDirectory: string, options: RenderOptions = {}): Promise<Rendered> {
  const { sources = PROJECT, messages = await messagesOf(runDirectory) } = options;
  const homes = evidenceHomes(messages, runDirectory);
  await recordOwnRun(runDirectory);
  const verdicts = await loadVerdicts(messages, sources, homes, options.judge, options.asMerge);
  await options.judged?.(verdicts);
  await mkdir(runDirectory, { recursive: true });
  await copyEvidence(messages, homes, runDirectory);
  const record = await runRecord(runDirectory, verdicts, { sources, messages, homes });
  sweep();
  await alone(runDirectory, path.basename(path.resolve(runDirectory)), () =>
    replaceTogether(runDirectory, RENDERED, (fresh) => writeAll(fresh, verdicts, record)),
  );
  const { publishTo } = options;
  const copy = publishTo === undefined ? {} : await published(runDirectory, publishTo);
  const folder = publishTo !== undefined && Object.keys(copy).length === 0 ? publishTo : runDirectory;
  return {
    exitCode: verdicts.gate.exitCode,
    summary: terminalSummary(verdicts, folder),
    ...copy,
    verdicts,
  };
}

/** The reporter has a thread of its own, and takes as long as all the rest: who fails first waits for the other. */
async function writeAll(folder: string, verdicts: Verdicts, record: RunRecord): Promise<void> {
  const written = await Promise.allSettled([
    writeHtml(verdicts, path.join(folder, 'html')),
    writeTexts(folder, verdicts, record),
  ]);
  for (const one of written) if (one.status === 'rejected') throw one.reason;
}

/** The reports are whole where the run keeps them, and the verdict stands, whatever becomes of their copy. */
async function published(from: string, to: string): Promise<Pick<Rendered, 'unpublished' | 'superseded'>> {
  const instead = `the reports of run ${path.basename(from)} are in ${from}`;
  try {
    const later = await publish(from, to);
    if (later === undefined) return {};
    const began = momentText(new Date(later.startedAt).toISOString());
    return { superseded: `${to}/ is of run ${later.id}, which began later (${began}): ${instead}` };
  } catch (error) {
    return { unpublished: `${to}/ could not be replaced (${messageOf(error)}): ${instead}` };
  }
}

/** Everything but the reporter's pages, one after the other: of a large run each is megabytes of text. */
async function writeTexts(folder: string, verdicts: Verdicts, record: RunRecord): Promise<void> {
  const write = async (name: string, content: string): Promise<void> => {
    await writeFile(path.join(folder, name), content);
    sweepAfter(content.length);
  };
  await writeFile(path.join(folder, 'cucumber.json'), cucumberJsonText(verdicts));
  await write('junit.xml', junitXml(verdicts));
  await write('junit-strict.xml', junitXml(verdicts, { strict: true }));
  await write('traceability.json', json(traceability(verdicts)));
  const signed = signOff(verdicts, record);
  await write('traceability.md', traceabilityMarkdown(verdicts, signed));
  await write('metrics.json', json(verdicts.metrics));
  await write('promises.html', promisesPage(verdicts));
  await writeSignOff(folder, verdicts, signed);
  await writeTrends(verdicts, path.join(folder, 'trends'));
}

/** The sign-off in all its forms: one object, and what follows from it. */
async function writeSignOff(folder: string, verdicts: Verdicts, signed: SignOff): Promise<void> {
  const statement = statementOf(verdicts, signed);
  const file = (name: string): string => path.join(folder, name);
  await writeFile(file('signoff.json'), json(signed));
  await writeFile(file('signoff.md'), signOffMarkdown(signed));
  await writeFile(file('signoff.html'), signOffPage(verdicts, signed));
  await writeFile(file('matrix.html'), matrixPage(verdicts, signed));
  await writeFile(file('executions.md'), executions(verdicts, signed));
  if (statement) await writeFile(file('signoff.intoto.json'), json(statement));
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 1)}\n`;
