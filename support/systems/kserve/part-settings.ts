import type { KubernetesObject } from '../../cluster/cluster.ts';
import { UnknownWord } from '../../spelling/unknown-word.ts';
import { type Condition, isCurrent } from './served.ts';

/** One parent of a route or one backend of it, in words: `kserve/kserve-ingress-gateway`, `Service x-workload-svc`. */
interface RouteReference {
  kind?: string;
  name: string;
  namespace?: string;
  sectionName?: string;
}

interface RouteParent {
  parentRef: RouteReference;
  conditions?: Condition[];
}

/** What a condition says, and of which spec where that is not the present one. */
const stateOf = (object: KubernetesObject, condition: Condition): string =>
  isCurrent({ ...object, status: {} }, condition)
    ? condition.status
    : `${condition.status} of generation ${condition.observedGeneration}, the spec is of ${object.metadata.generation}`;

/** The gateways that have accepted the route; one that speaks of an older spec says so. */
const acceptedBy = (route: KubernetesObject): string[] =>
  (route.status?.parents ?? []).flatMap(({ conditions = [], parentRef }: RouteParent) => {
    const accepted = conditions.find(({ type, status }) => type === 'Accepted' && status === 'True');
    const state = accepted && stateOf(route, accepted);
    if (state === undefined) return [];
    return state === 'True' ? [inWords(parentRef, route)] : [`${inWords(parentRef, route)} (${state})`];
  });

const inWords = ({ namespace, name }: RouteReference, route: KubernetesObject): string =>
  `${namespace ?? route.metadata.namespace}/${name}`;

/** Where a pool refers to its scheduler; a port that it leaves out is 9002 (Gateway API Inference Extension, v1alpha2). */
interface PoolReference {
  name?: string;
  portNumber?: number;
  port?: { number: number };
  failureMode?: string;
}

const schedulerOf = (pool: KubernetesObject): PoolReference =>
  pool.spec?.extensionRef ?? pool.spec?.endpointPickerRef ?? {};

interface Port {
  name?: string;
  port: number;
}

const ports = (object: KubernetesObject): Port[] => object.spec?.ports ?? [];

interface RouteMatch {
  path?: { value?: string };
  headers?: unknown[];
}

interface RouteRule {
  matches?: RouteMatch[];
  backendRefs?: RouteReference[];
}

interface PodContainer {
  name: string;
  image?: string;
  args?: string[];
  env?: { name: string; value?: string }[];
  resources?: { requests?: Record<string, string>; limits?: Record<string, string> };
}

/** The model server's container in the template of a workload, or of a configuration. */
const mainOf = ({ spec }: KubernetesObject): PodContainer | undefined =>
  ((spec?.template?.spec ?? spec?.template)?.containers ?? []).find(
    ({ name }: PodContainer) => name === 'main',
  );

const rules = (route: KubernetesObject): RouteRule[] => route.spec?.rules ?? [];

const pathsOf = (route: KubernetesObject): string[] =>
  rules(route).flatMap(({ matches = [] }) => matches.flatMap(({ path }) => path?.value ?? []));

/** The paths that are taken whatever else a request says: published releases take `/` with a header that names the model. */
const bareMatches = (rule: RouteRule): { path: string; rule: RouteRule }[] =>
  (rule.matches ?? []).flatMap(({ path, headers = [] }) =>
    path?.value !== undefined && headers.length === 0 ? [{ path: path.value, rule }] : [],
  );

const barePathsOf = (route: KubernetesObject): string[] =>
  rules(route)
    .flatMap(bareMatches)
    .map(({ path }) => path);

/** The paths that lie below none of the others. */
const rootsOf = (paths: readonly string[]): string[] =>
  paths.filter((path) =>
    paths.every((other) => other === path || !path.startsWith(other.endsWith('/') ? other : `${other}/`)),
  );

/** Where a Service takes requests from outside the cluster whatever its type is. */
const outerAddresses = (spec?: { externalIPs?: string[] }): string[] => spec?.externalIPs ?? [];

const backendsOf = (rule: RouteRule | undefined): string[] =>
  (rule?.backendRefs ?? []).map((backend) => `${backend.kind ?? 'Service'} ${backend.name}`);

const QUESTIONS = '/v1/chat/completions';

/** The rule that takes a chat completion below the shortest path of the route: that with the longest path which it begins with. */
function ruleOfQuestions(route: KubernetesObject): RouteRule | undefined {
  const byPath = rules(route).flatMap(bareMatches);
  const shortestFirst = byPath.toSorted((a, b) => a.path.length - b.path.length);
  const asked = `${shortestFirst[0]?.path ?? ''}${QUESTIONS}`;
  return shortestFirst.findLast(({ path }) => asked.startsWith(path))?.rule;
}

interface PodTemplate {
  spec?: { containers?: { name: string }[] };
}

const containersOf = (template?: PodTemplate): string[] =>
  (template?.spec?.containers ?? []).map(({ name }) => name);

/** What a `setting` column may name, and how it is read; each gives all values that the object has for it. */
const READERS: Record<string, (object: KubernetesObject) => unknown[]> = {
  name: (object) => [object.metadata.name],
  type: ({ spec }) => (spec?.type ? [[spec.type, ...outerAddresses(spec)].join(', open at ')] : []),
  port: (object) => ports(object).map(({ port }) => port),
  image: (workload) => [mainOf(workload)?.image],
  arguments: (workload) => [mainOf(workload)?.args?.join(' ')],
  'unfilled variables': ({ spec }) => unfilledIn(spec),
  'available replicas': (object) => [object.status?.availableReplicas ?? 0],
  'ready replicas': (object) => [object.status?.readyReplicas ?? 0],
  'named port': (object) => ports(object).map(({ name, port }) => `${name} ${port}`),
  'target port': ({ spec }) => [
    spec?.targetPortNumber,
    ...(spec?.targetPorts ?? []).map(({ number }: { number: number }) => number),
  ],
  'model name': ({ spec }) => [spec?.modelName],
  pool: ({ spec }) => [spec?.poolRef?.name],
  criticality: ({ spec }) => [spec?.criticality],
  parent: (route) => (route.spec?.parentRefs ?? []).map((parent: RouteReference) => inWords(parent, route)),
  'host name': (route) => route.spec?.hostnames ?? [],
  listener: (route) =>
    (route.spec?.parentRefs ?? []).map((parent: RouteReference) => parent.sectionName ?? 'all'),
  'accepted by': acceptedBy,
  groups: (set) => [set.spec?.replicas],
  'ready groups': (set) => [set.status?.readyReplicas ?? 0],
  'pods of a group': (set) => [set.spec?.leaderWorkerTemplate?.size],
  'restart policy': (set) => [set.spec?.leaderWorkerTemplate?.restartPolicy],
  'leader containers': (set) => containersOf(set.spec?.leaderWorkerTemplate?.leaderTemplate),
  'worker containers': (set) => containersOf(set.spec?.leaderWorkerTemplate?.workerTemplate),
  path: pathsOf,
  'root of the paths': (route) => rootsOf(barePathsOf(route)),
  'scheduler Service': (pool) => [schedulerOf(pool).name],
  'scheduler port': (pool) => [schedulerOf(pool).portNumber ?? schedulerOf(pool).port?.number ?? 9_002],
  'failure mode': (pool) => [schedulerOf(pool).failureMode],
  backend: (route) => rules(route).flatMap(backendsOf),
  'backend of questions': (route) => backendsOf(ruleOfQuestions(route)),
  API: (object) => [object.apiVersion],
};

/** The state of a condition with each parent, where the object has parents. */
const conditionStates = (object: KubernetesObject, wanted: string): unknown[] =>
  (object.status?.parents ?? [object.status]).map((one: Partial<RouteParent> | undefined) => {
    const found = one?.conditions?.find(({ type }) => type === wanted);
    return found ? stateOf(object, found) : 'missing';
  });

/** Settings that name a key, and where its value stands. */
const KEYED: readonly [form: string, RegExp, (object: KubernetesObject, key: string) => unknown[]][] = [
  ['label <key>', /^label (\S+)$/, ({ metadata }, key) => [metadata.labels?.[key]]],
  [
    'selector <key>',
    /^selector (\S+)$/,
    ({ spec }, key) => [spec?.selector?.matchLabels?.[key] ?? spec?.selector?.[key]],
  ],
  [
    'request <resource>',
    /^request (\S+)$/,
    (workload, resource) => [mainOf(workload)?.resources?.requests?.[resource]],
  ],
  [
    'variable <name>',
    /^variable (\S+)$/,
    (workload, variable) => [mainOf(workload)?.env?.find(({ name }) => name === variable)?.value],
  ],
  ['condition <type>', /^condition (\S+)$/, conditionStates],
];

/** A variable of a Go template as it was written, or the mark of one for which nothing is known. */
const UNFILLED = /\{\{.*?\}\}|<no value>/g;

/** Texts of variables that have no value, or `none`. */
export function unfilledIn(value: unknown): string[] {
  const found = [...JSON.stringify(value ?? {}).matchAll(UNFILLED)].map(([text]) => text);
  return found.length > 0 ? found : ['none'];
}

/** The settings that a table may name. */
export const partSettings = (): string[] => [...Object.keys(READERS), ...KEYED.map(([form]) => form)];

/** All values of a setting, as texts; empty when the object has none. Throws with the allowed settings for an unknown one. */
export function valuesOf(object: KubernetesObject, setting: string): string[] {
  const keyed = KEYED.flatMap(([, form, read]) => {
    const key = form.exec(setting)?.[1];
    return key === undefined ? [] : [read(object, key)];
  })[0];
  const values = keyed ?? READERS[setting]?.(object);
  if (!values)
    throw new UnknownWord(
      `"${setting}" is not a setting of a part: write one of ${partSettings().join(', ')}`,
    );
  return [...new Set(values.filter((value) => value !== undefined && value !== null).map(String))];
}
