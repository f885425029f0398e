import { counted } from '../amounts/counted.ts';
import { bytesText, quantityOf } from '../amounts/quantity.ts';
import { aboutText } from '../history/estimates.ts';
import type { Demand } from './demand.ts';
import type { Plan, PlannedFile, PlannedScenario } from './plan.ts';

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
      `allowed    ${demandText(limitsOf(plan))} by the limits of the target`,
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

function fileText({ uri, feature, scenarios, demand }: PlannedFile): string[] {
  return [
    `${uri}: ${feature}`,
    ...scenarios.filter(({ skipped }) => skipped === undefined).map(scenarioText),
    ...(demand.pods > 0 ? [`    at most ${demandText(demand)}`] : []),
  ];
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

/** `3 pods, 6 CPUs, 24 GiB, no GPU`. */
export function demandText({ pods, cpu, memory, gpus }: Demand): string {
  const cpus = Math.round(cpu * 10) / 10;
  return [
    counted(pods, 'pod'),
    counted(cpus, 'CPU'),
    bytesText(memory),
    gpus === 0 ? 'no GPU' : counted(gpus, 'GPU'),
  ].join(', ');
}

const objectsText = (objects: Plan['objects']): string =>
  Object.entries(objects)
    .map(([kind, count]) => `${count} ${kind}`)
    .join(', ') || 'nothing from manifests';

function limitsOf({ limits }: Plan): Demand {
  return {
    pods: limits.pods,
    cpu: quantityOf(limits.cpu),
    memory: quantityOf(limits.memory),
    gpus: limits.gpus,
  };
}

/** One sentence for everything that asks for more than the target allows or has. */
function shortages(plan: Plan): string[] {
  const limits = limitsOf(plan);
  const { largest } = plan.demand;
  const names = { pods: 'pods', cpu: 'CPU', memory: 'memory', gpus: 'GPUs' } as const;
  return (Object.keys(names) as (keyof Demand)[]).flatMap((part) => [
    ...(largest[part] > limits[part]
      ? [`a file asks for more ${names[part]} than the limits of the target allow`]
      : []),
    ...(plan.capacity.pods > 0 && largest[part] > plan.capacity[part]
      ? [`a file asks for more ${names[part]} than the nodes offer`]
      : []),
  ]);
}

function timeText({ estimate: { minutes, unknown, runs } }: Plan): string {
  if (minutes === undefined) return 'not known: no comparable run on this target is in the history';
  const guessed = unknown > 0 ? `, ${counted(unknown, 'scenario')} guessed that never ran` : '';
  return `${aboutText(minutes * 60)} by ${counted(runs, 'earlier run')}${guessed}`;
}
