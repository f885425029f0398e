import { join } from 'node:path';
import { counted } from '../amounts/counted.ts';
import { shortDuration } from '../amounts/short-duration.ts';
import { changeText } from '../figures/judge-figure.ts';
import { referencesOf } from '../figures/references.ts';
import { figureText, kindOf } from '../metrics/figure-kind.ts';
import { mendedFeature } from '../signoff/next-step.ts';
import { completingCommand, repeatCommand } from '../signoff/repeat-command.ts';
import { decidingAttempt } from '../verdict/decide.ts';
import { decisionText } from '../verdict/decision-text.ts';
import { lastPassedText } from '../verdict/last-passed.ts';
import type { ScenarioVerdict, Verdicts } from '../verdict/model.ts';
import { keptCommands } from '../verdict/suite-attachments.ts';
import { causesOf, tallyText, totalsOf } from '../verdict/totals.ts';
import type { Verdict } from '../verdict/verdicts.ts';
import { wallClock } from '../verdict/wall-clock.ts';
import { runFacts } from './run-facts.ts';

const SLOWEST = 5;
const MOST = 12;

/** What the terminal shows at the end of a run: plain text without colours, readable in a log file as well. `folder` holds the reports: every path is printed so that it can be opened as it stands. */
export function terminalSummary(verdicts: Verdicts, folder: string): string {
  const { gate, inputs } = verdicts;
  const sections = [
    counts(verdicts),
    failures(verdicts, folder),
    causes(verdicts, 'blocked', 'blocked'),
    causes(verdicts, 'not-reached', 'not brought to an end'),
    causes(verdicts, 'skipped', 'skipped'),
    causes(verdicts, 'known', 'known'),
    kept(verdicts),
    figures(verdicts),
    slowest(verdicts),
    list('mistakes in the files that judge the run', inputs.problems),
    list('outside the scenarios', inputs.run.failures),
    olderTexts(verdicts),
    list('in doubt', gate.doubts),
    list('also against it', gate.decision === 'NO-GO' ? gate.otherBlockers : []),
    list('to know', gate.notes),
    gate.decision === 'INVALID' ? [] : open(verdicts),
    decision(verdicts, join(folder, 'html', 'index.html')),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function counts(verdicts: Verdicts): string[] {
  const totals = totalsOf(verdicts);
  const ran = totals.groups.filter(({ checks }) => Object.keys(checks).some((it) => it !== 'not-run'));
  const rows = ran.map(
    ({ system, priority, checks }) => [`${system} ${priority}`, tallyText(checks)] as const,
  );
  const width = Math.max(0, ...rows.map(([name]) => name.length));
  return [
    `scenarios  ${tallyText(totals.scenarios)}  (${shortDuration(wallClock(verdicts))})`,
    ...rows.map(([name, text]) => `  ${name.padEnd(width)}  checks: ${text}`),
  ];
}

function failures(verdicts: Verdicts, folder: string): string[] {
  const failed = verdicts.scenarios.filter(({ verdict }) => ['failed', 'flaky'].includes(verdict));
  if (failed.length === 0) return [];
  return ['failed:', ...failed.flatMap((scenario, index) => failure(scenario, index + 1, folder, verdicts))];
}

function failure(scenario: ScenarioVerdict, number: number, folder: string, { inputs }: Verdicts): string[] {
  const { defined } = scenario.scenario;
  const { evidence, exceptions, lastPassed } = scenario;
  const flaky = scenario.verdict === 'flaky';
  const ids = [...defined.requirementIds, ...(defined.priority ? [defined.priority] : [])].join(' ');
  const step = decidingAttempt(scenario.scenario)?.steps.find(
    ({ status }) => status !== 'passed' && status !== 'skipped',
  );
  const failedAt = step?.defined
    ? [`     at ${step.defined.keyword}${step.defined.text} (${defined.uri}:${step.defined.line})`]
    : [];
  return [
    `  ${number}) ${defined.name} [${ids}]${flaky ? ' (flaky)' : ''}`,
    ...failedAt,
    `     ${evidence ? `${evidence.class}: ${(flaky ? undefined : evidence.cause) || scenario.reason}` : (scenario.reason ?? '')}`,
    ...(lastPassed ? [`     last passed: ${lastPassedText(lastPassed)}`] : []),
    ...exceptions.map(({ type, at }) => `     ${type} at ${at}`),
    ...(evidence ? [`     evidence: ${join(folder, evidence.directory)}`] : []),
    `     repeat:   ${repeatCommand(scenario, inputs)}`,
  ];
}

function causes(verdicts: Verdicts, verdict: Verdict, word: string): string[] {
  const found = causesOf(verdicts, verdict);
  return found.flatMap(({ reason, scenarios }, index) => [
    ...(index === 0 ? [`${word}:`] : []),
    `  ${counted(scenarios.length, 'scenario')}: ${reason}`,
  ]);
}

/** Each command once: scenarios of a file share a namespace. */
function kept({ scenarios }: Verdicts): string[] {
  const commands = new Set(scenarios.flatMap(({ scenario }) => scenario.attempts.flatMap(keptCommands)));
  if (commands.size === 0) return [];
  return ['kept on the cluster, to look and to delete:', ...[...commands].map((command) => `  ${command}`)];
}

/** Figures that differ from the earlier runs; `metrics.json` has all of them. */
function figures({ metrics: measured }: Verdicts): string[] {
  const { metrics, missing, simulated } = measured;
  const changed = metrics.flatMap(({ id, name, value, against, refused, waived }) => [
    ...(against && !['same', 'changed'].includes(against.verdict)
      ? [
          `${against.verdict}: ${id} ${figureText(value, kindOf(name))}, ${changeText(against)} against the median of earlier runs${excusedBy(waived)}`,
        ]
      : []),
    ...(refused
      ? [
          `flaky: ${id} ${figureText(refused.value, kindOf(name))} in another attempt, ${changeText(refused.against)} against the median of earlier runs${excusedBy(refused.waived)}`,
        ]
      : []),
  ]);
  return list(simulated ? 'figures (simulated: they gate nothing)' : 'figures', [
    ...changed,
    ...missing.map(({ id, run, waived }) => `missing: ${id}, which run ${run} measured${excusedBy(waived)}`),
  ]);
}

const excusedBy = (waived: string | undefined): string => (waived ? `; excused by ${waived}` : '');

function slowest({ scenarios }: Verdicts): string[] {
  const ran = scenarios.filter(({ milliseconds }) => milliseconds > 0);
  if (ran.length <= SLOWEST) return [];
  const first = ran.sort((a, b) => b.milliseconds - a.milliseconds).slice(0, SLOWEST);
  return [
    'slowest:',
    ...first.map(
      ({ milliseconds, scenario }) =>
        `  ${shortDuration(milliseconds).padStart(8)}  ${scenario.defined.name} (${scenario.defined.key})`,
    ),
  ];
}

function list(title: string, sentences: readonly string[]): string[] {
  if (sentences.length === 0) return [];
  const more = sentences.length - MOST;
  return [
    `${title}:`,
    ...sentences.slice(0, MOST).map((sentence) => `  ${sentence}`),
    ...(more > 0 ? [`  … and ${more} more in the reports`] : []),
  ];
}

/** What failed before its feature was mended, and that a repeat does not take it back. */
function olderTexts(verdicts: Verdicts): string[] {
  const told = verdicts.gate.outdatedFailures.map(({ sentence }) => sentence);
  return told.length === 0
    ? []
    : [...list('under older texts of features', told), `  ${mendedFeature(verdicts)}`];
}

/** In one line each: what nothing decides yet, and what the run left out. */
function open(verdicts: Verdicts): string[] {
  const { selection, judged, open: without } = totalsOf(verdicts);
  const { left, defined } = selection;
  const idle = verdicts.scenarios.filter(
    ({ scenario, verdict }) => scenario.selected && verdict === 'not-run',
  );
  return [
    ...(left > 0 && left === defined
      ? [`the run ended before it began: none of ${defined} scenarios was looked at`]
      : []),
    ...(left < defined ? leftOut(verdicts, defined) : []),
    ...(idle.length > 0 && idle.length === defined - left ? [noneRan(idle.length, left)] : []),
    ...(without > 0
      ? [`nothing decides ${without} of the ${judged} requirements that this target is judged by yet`]
      : []),
  ];
}

/** What the run was not asked for, and what its features did not have when it read them. */
function leftOut({ scenarios, inputs }: Verdicts, defined: number): string[] {
  const read = new Set(inputs.run.scenarios.map(({ defined: { key } }) => key));
  const files = new Set(inputs.run.scenarios.map(({ defined: { uri } }) => uri));
  const left = scenarios.filter(({ scenario }) => !scenario.selected);
  const newer = left.filter(({ scenario: { defined: it } }) => files.has(it.uri) && !read.has(it.key)).length;
  const others = left.length - newer;
  return [
    ...(others ? [`${others} of ${defined} scenarios were not selected for this run`] : []),
    ...(newer ? [`${newer} of ${defined} scenarios are not in their feature as this run read it`] : []),
  ];
}

const noneRan = (selected: number, left: number): string =>
  left > 0 ? `none of the others (${selected}) ran` : `none of ${selected} scenarios ran`;

function decision(verdicts: Verdicts, reportsIn: string): string[] {
  const told = ['Target', 'Releases', 'Defects', 'Seed'];
  const facts = runFacts(verdicts).filter(([name]) => told.includes(name));
  return [
    ...(facts.length > 0 ? [facts.map(([name, value]) => `${name.toLowerCase()} ${value}`).join(' · ')] : []),
    `reports    ${reportsIn}`,
    ...(verdicts.metrics.simulated ? [] : [`figures    ${referencesOf(verdicts).sentence}`]),
    ...(verdicts.gate.decision === 'INTERRUPTED'
      ? [`the rest   ${completingCommand(verdicts.inputs.runFile?.settings)}`]
      : []),
    `decision   ${decisionText(verdicts)}`,
  ];
}
