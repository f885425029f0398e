/** What features call the groups of a service's pods. */
export const POD_GROUPS = [
  'workload pods',
  'decode pods',
  'prefill pods',
  'scheduler pods',
  'leader pods',
  'worker pods',
] as const;

export type PodGroup = (typeof POD_GROUPS)[number];
