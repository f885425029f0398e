import { counted } from '../amounts/counted.ts';
import { quantityOf } from '../amounts/quantity.ts';
import type { Demand } from './demand.ts';
import { PARTS } from './demand-text.ts';
import type { Plan } from './plan.ts';

const NAMES = { pods: 'pods', cpu: 'CPU', memory: 'memory', gpus: 'GPUs' } as const;

/** What the target is meant to give at one time. A run is not held to it. */
export const limitsOf = ({ limits }: Plan): Demand => ({
  pods: limits.pods,
  cpu: quantityOf(limits.cpu),
  memory: quantityOf(limits.memory),
  gpus: limits.gpus,
});

/** One sentence for everything that asks for more than the target allows or has: a single file, or several at a time. */
export const shortages = (plan: Plan): string[] =>
  (Object.keys(NAMES) as (keyof Demand)[]).flatMap((part) => [
    ...ofLimits(plan, part),
    ...ofNodes(plan, part),
  ]);

function ofLimits(plan: Plan, part: keyof Demand): string[] {
  const limit = limitsOf(plan)[part];
  if (plan.demand.largest[part] > limit)
    return [`a file asks for more ${NAMES[part]} than the limits of the target allow`];
  return plan.demand.together[part] > limit
    ? [
        `${atATime(plan, part)}, the limits of the target are ${PARTS[part](limit)}: the run goes on all the same; lower LIMIT_FILES or raise the limit`,
      ]
    : [];
}

function ofNodes(plan: Plan, part: keyof Demand): string[] {
  const offered = plan.capacity[part];
  if (plan.capacity.pods === 0) return [];
  if (plan.demand.largest[part] > offered)
    return [`a file asks for more ${NAMES[part]} than the nodes offer`];
  return plan.demand.together[part] > offered
    ? [
        `${atATime(plan, part)}, the nodes offer ${PARTS[part](offered)}: some of them may have to wait, or fail for want of room; lower LIMIT_FILES`,
      ]
    : [];
}

const atATime = ({ workers, files, demand }: Plan, part: keyof Demand): string =>
  `${counted(Math.min(workers, files.length), 'file')} at a time may ask for ${PARTS[part](demand.together[part])}`;
