import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { shortDuration } from '../amounts/short-duration.ts';
import { repeatCommand } from '../signoff/repeat-command.ts';
import type { RecordedStep } from '../verdict/attempts.ts';
import { decidingAttempt } from '../verdict/decide.ts';
import { decisionText } from '../verdict/decision-text.ts';
import { lastPassedText } from '../verdict/last-passed.ts';
import type { ScenarioVerdict, Verdicts } from '../verdict/model.ts';
import { wallClock } from '../verdict/wall-clock.ts';
import { cucumberJson, type JsonElement, type JsonStep } from './cucumber-json.ts';
import { featureSlug } from './feature-page.ts';
import { footerLinks } from './page-links.ts';
import { readableText } from './readable-attachment.ts';
import { featuresOf } from './reported-features.ts';
import { countedAs, type ReportedStep } from './reported-status.ts';
import { type RunFacts, readableFacts } from './run-facts.ts';
import { sealed, sealedValue } from './sealed-text.ts';

/** Pictures that the reporter shows; anything else that is not text is only named. */
const PICTURES: readonly string[] = ['image/png', 'image/jpeg', 'image/webp', 'image/avif'];

/**
 * Writes `index.html` and a page for each feature into `folder`; they load nothing from a network. The reporter's thread
 * has begun when this returns its promise, and works beside whatever its caller does next.
 */
export async function writeHtml(verdicts: Verdicts, folder: string): Promise<void> {
  // Beside the pages: where reports can be written there is room for it, whatever folder for temporary files is set.
  mkdirSync(path.dirname(folder), { recursive: true });
  const input = mkdtempSync(`${folder}-input-`);
  try {
    writeInput(verdicts, input);
    rmSync(folder, { recursive: true, force: true });
    await runReporter(optionsOf(verdicts, input, folder));
  } finally {
    await rm(input, { recursive: true, force: true });
  }
}

/**
 * The reporter's input: cucumber's JSON form with readable attachments, every text sealed. A file for each feature, so
 * that not all of it is in memory twice.
 */
function writeInput(verdicts: Verdicts, folder: string): void {
  const reported = featuresOf(verdicts);
  let position = 0;
  for (const feature of cucumberJson(verdicts, { attachments: false })) {
    const scenarios = (reported[position]?.scenarios ?? []).filter(
      (it) => decidingAttempt(it.scenario) !== undefined,
    );
    const page = sealedValue({
      ...feature,
      id: featureSlug(feature.uri),
      elements: feature.elements.map((element, index) => elementOf(element, scenarios[index], verdicts)),
    });
    const name = `${String(position).padStart(6, '0')}.json`;
    writeFileSync(path.join(folder, name), JSON.stringify([page]));
    position += 1;
  }
}

function elementOf(element: JsonElement, scenario: ScenarioVerdict | undefined, verdicts: Verdicts): unknown {
  if (scenario === undefined) return element;
  const recorded = decidingAttempt(scenario.scenario)?.steps ?? [];
  const opening = openingOf(scenario, verdicts);
  const steps = element.steps.map((step, index) => stepOf(step, recorded[index], scenario));
  return {
    ...element,
    name: scenario.verdict === 'passed' ? element.name : `${element.name} [${scenario.verdict}]`,
    description: [opening, element.description].filter((text) => text !== '').join('\n'),
    steps: countedAs(
      steps.flatMap((step) => step ?? []),
      scenario,
    ),
  };
}

/** What a reader of a scenario that did not pass needs first. */
function openingOf(scenario: ScenarioVerdict, { inputs }: Verdicts): string {
  if (scenario.verdict === 'passed') return '';
  const { evidence, exceptions, lastPassed } = scenario;
  return [
    `${scenario.verdict}${scenario.reason === undefined ? '' : `: ${scenario.reason}`}`,
    ...exceptions.map(({ type, at }) => `${type} at ${at}`),
    ...(evidence ? [`${evidence.class}: ${evidence.cause}`, `evidence: ${evidence.directory}`] : []),
    ...(lastPassed ? [`last passed: ${lastPassedText(lastPassed)}`] : []),
    `repeat with: ${repeatCommand(scenario, inputs)}`,
  ].join('\n');
}

/** A hook that passed and attached nothing is no part of the story. */
function stepOf(
  { hidden, embeddings, ...step }: JsonStep,
  recorded: RecordedStep | undefined,
  { scenario }: ScenarioVerdict,
): ReportedStep | undefined {
  const attachments = recorded?.attachments ?? [];
  if (hidden && step.result.status === 'passed' && attachments.length === 0) return undefined;
  const docString = step.arguments?.find((argument) => 'content' in argument);
  const texts = attachments.filter(({ mediaType }) => !PICTURES.includes(mediaType)).map(readableText);
  for (const { data } of embeddings ?? [])
    texts.push({
      name: `${scenario.attempts.length - 1} other attempts`,
      text: Buffer.from(data, 'base64').toString('utf8'),
    });
  const pictures = attachments.filter(({ mediaType }) => PICTURES.includes(mediaType));
  return {
    ...step,
    ...(hidden && { keyword: `${step.keyword} `, name: 'hook' }),
    ...(docString && 'content' in docString && { doc_string: { value: docString.content } }),
    ...(texts.length > 0 && {
      text: texts.map(({ text }) => text),
      textNames: texts.map(({ name }) => name),
    }),
    ...(pictures.length > 0 && {
      image: pictures.map(({ mediaType, base64 }) => `data:${mediaType};base64,${base64 ?? ''}`),
      imageNames: pictures.map(({ name }, index) => safeName(name) ?? `picture ${index + 1}`),
    }),
  };
}

/** The page's own code prints the name of a picture as HTML, unescaped: only plain characters may pass. */
const safeName = (name: string | undefined): string | undefined => name?.replace(/[^\w .-]+/g, '_');

/** One line has no room for the version of every API: those stand in the sign-off. */
const shortFacts = (verdicts: Verdicts): RunFacts =>
  readableFacts(verdicts).flatMap(([name, value]) => {
    if (name !== 'Versions found') return [[name, value] as const];
    const kubernetes = verdicts.inputs.runFile?.versions.kubernetes;
    return kubernetes === undefined ? [] : [[name, `kubernetes ${kubernetes}`] as const];
  });

function optionsOf(verdicts: Verdicts, jsonDir: string, reportPath: string): object {
  const facts = [...shortFacts(verdicts), ['Wall clock', shortDuration(wallClock(verdicts))] as const];
  return {
    jsonDir,
    reportPath,
    reportName: 'LLM serving acceptance',
    pageTitle: sealed(decisionText(verdicts)),
    pageFooter: footerLinks(),
    customData: {
      // Left out, they would become those of whoever renders, not of the run.
      username: false,
      nodeVersion: false,
      architecture: false,
      reportVersion: false,
      ...Object.fromEntries(facts.map(([name, value]) => [name, sealed(value)])),
    },
    customMetadata: true,
    metadata: [],
    hideMetadata: true,
    displayDuration: true,
    durationAggregation: 'wallClock',
    staticFilePath: true,
    disableLog: true,
    openReportInBrowser: false,
    useCDN: false,
  };
}

/** The reporter makes much garbage: collected early, it takes two thirds of the memory and no more time (MB). */
const YOUNG_GENERATION = 16;

async function runReporter(options: object): Promise<void> {
  const worker = new Worker(new URL('./html-worker.ts', import.meta.url), {
    workerData: options,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION },
    stdout: true,
    stderr: true,
  });
  worker.stdout.resume();
  worker.stderr.resume();
  const [code] = (await once(worker, 'exit')) as [number];
  if (code !== 0) throw new Error(`multiple-cucumber-html-reporter ended with ${code}`);
}
