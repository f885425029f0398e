import { counted } from '../amounts/counted.ts';
import { bytesText } from '../amounts/quantity.ts';
import type { Demand } from './demand.ts';

/** Each part of a demand in words. */
export const PARTS: Readonly<Record<keyof Demand, (amount: number) => string>> = {
  pods: (pods) => counted(pods, 'pod'),
  cpu: (cpu) => counted(Math.round(cpu * 10) / 10, 'CPU'),
  memory: bytesText,
  gpus: (gpus) => (gpus === 0 ? 'no GPU' : counted(gpus, 'GPU')),
};

/** `3 pods, 6 CPUs, 24 GiB, no GPU`. */
export const demandText = ({ pods, cpu, memory, gpus }: Demand): string =>
  [PARTS.pods(pods), PARTS.cpu(cpu), PARTS.memory(memory), PARTS.gpus(gpus)].join(', ');
