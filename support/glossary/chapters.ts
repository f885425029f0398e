/** What the steps of a file are about, for whoever looks for one; the file is `<noun>.steps.ts`. */
const CHAPTERS: Readonly<Record<string, string>> = {
  condition: 'Readiness, conditions and warnings of a service',
  configuration: 'Changed configurations, and what the controller does then',
  conversation: 'Conversations that go on',
  deletion: 'Deleted services and what they take with them',
  flow: 'Requests that flow while something happens',
  gateway: 'Gateways, listeners and addresses',
  gpu: 'GPUs of a service',
  group: 'Groups of a leader and its workers',
  inference: 'Questions and answers',
  logs: 'Logs of the programs of a service',
  loss: 'Lost members of a group',
  manifest: 'Manifests beside the service',
  part: 'Parts of a service: Deployments, Services, routes, pools',
  pods: 'Pods that come and go, their model and their secrets',
  pool: 'The inference pool and its scheduler',
  prefill: 'Prefill and decode pods',
  program: 'Arguments, variables and images of programs',
  refusal: 'Refused services and settings',
  replicas: 'Scaling',
  rest: 'Waiting until nothing moves any more',
  service: 'Creating and changing a service',
  session: 'Sessions of a user',
  traffic: 'Batches of requests and measured figures',
  workload: 'States, restarts and settings of pods',
};

/** The title of a chapter; a file without one is called by its name. */
export const chapterOf = (noun: string): string => CHAPTERS[noun] ?? noun;

/** Files that have a title, for the test that each has one. */
export const titledNouns = (): string[] => Object.keys(CHAPTERS);
