/** The conditions by which services, their routes and their gateways report, in every release (document 000; Gateway API v1). */
export const CONDITION_NAMES = [
  'Ready',
  'PresetsCombined',
  'MainWorkloadReady',
  'PrefillWorkloadReady',
  'WorkerWorkloadReady',
  'WorkloadsReady',
  'SchedulerWorkloadReady',
  'InferencePoolReady',
  'GatewaysReady',
  'HTTPRoutesReady',
  'RouterReady',
  'PredictorReady',
  'IngressReady',
  'Accepted',
  'Programmed',
  'ResolvedRefs',
] as const;
