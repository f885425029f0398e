import { counted } from '../amounts/counted.ts';
import { aboutText } from '../history/estimates.ts';
import { demandText } from './demand-text.ts';
import type { Plan, PlannedFile, PlannedScenario } from './plan.ts';
import { limitsOf, shortages } from './shortages.ts';

/** The plan for the terminal: readable in a log file as well. */
export function planText(plan: Plan): string {
  const where = `${plan.target}${plan.context ? ` [context ${plan.context}]` : ''}`;
  const blocks = [
    [`on ${where}, nothing was created`],
    ...plan.files.map(fileText),
    skippedText(plan),
    [
      `run        ${counted(plan.counts.run, 'scenario')} in ${counted(plan.files.length, 'file')}`,
      `skip       ${counted(plan.counts.skip, 'scenario')}`,
      ...(plan.counts.leftOut > 0
        ? [`left out   ${counted(plan.counts.leftOut, 'scenario')} by filters`]
        : []),
      `create     ${objectsText(plan.objects)}`,
      `at once    ${demandText(plan.demand.together)} with ${counted(Math.min(plan.workers, plan.files.length), 'file')} in flight`,
      `            ${demandText(plan.demand.largest)} for the largest file`,
      `limits     ${demandText(limitsOf(plan))} of the target: compared only; what binds is ${counted(plan.limits.files, 'file')} at a time`,
      ...(plan.capacity.pods > 0 ? [`offered    ${demandText(plan.capacity)} by its nodes`] : []),
      `time       ${timeText(plan)}`,
    ],
    [...shortages(plan), ...plan.unmet, ...plan.problems],
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function fileText({ uri, feature, scenarios, demand, deployed }: PlannedFile): string[] {
  return [
    `${uri}: ${feature}`,
    ...scenarios.filter(({ skipped }) => skipped === undefined).map(scenarioText),
    ...(demand.pods > 0 ? [`    at most ${demandText(demand)}${silentText(deployed)}`] : []),
  ];
}

/** Manifests with pods that say nothing of what these need. */
function silentText(deployed: PlannedFile['deployed']): string {
  const silent = deployed.filter(
    ({ demand: { pods, cpu, memory, gpus } }) => pods > 0 && cpu + memory + gpus === 0,
  );
  const names = [...new Set(silent.map(({ manifest }) => manifest))];
  if (names.length === 0) return '';
  const name = names.length === 1 ? 'names' : 'name';
  return `; ${names.join(', ')} ${name} no CPU, memory or GPU: what ${names.length === 1 ? 'its' : 'their'} pods take is not counted`;
}

function scenarioText({ name, line, requirementIds, priority = '', seconds }: PlannedScenario): string {
  const took = seconds === undefined ? '' : ` (${seconds.toFixed(1)} s)`;
  return `  run  ${requirementIds.join(' ')} ${priority} [${name}] :${line}${took}`;
}

/** Grouped by reason: one missing capability explains many scenarios. */
function skippedText({ files }: Plan): string[] {
  const skipped = files.flatMap(({ uri, scenarios }) =>
    scenarios.flatMap(({ skipped: reason, name, line }) =>
      reason ? [{ reason, at: `[${name}] ${uri}:${line}` }] : [],
    ),
  );
  return [...Map.groupBy(skipped, ({ reason }) => reason)].flatMap(([reason, own]) => [
    `skip ${counted(own.length, 'scenario')}: ${reason}`,
    ...own.map(({ at }) => `  ${at}`),
  ]);
}

const objectsText = (objects: Plan['objects']): string =>
  Object.entries(objects)
    .map(([kind, count]) => `${count} ${kind}`)
    .join(', ') || 'nothing from manifests';

function timeText({ estimate: { minutes, unknown, runs } }: Plan): string {
  if (minutes === undefined) return 'not known: no comparable run on this target is in the history';
  const guessed = unknown > 0 ? `, ${counted(unknown, 'scenario')} guessed that never ran` : '';
  return `${aboutText(minutes * 60)} by ${counted(runs, 'earlier run')}${guessed}`;
}
