import type { KubernetesObject } from '../../../cluster/cluster.ts';
import type { Target } from '../../../settings/settings.ts';
import { offer } from '../../../spelling/nearest.ts';
import { UnknownWord } from '../../../spelling/unknown-word.ts';
import { parseSpan } from '../../../waiting/duration.ts';
import { meaningOf } from '../target-words.ts';
import { type Edit, label, quantity, span, type ValueRule, valued, wholeNumber, wordOr } from './edit.ts';
import {
  chooseListener,
  chooseParentListener,
  dropInlineRoute,
  setGateway,
  setHostNames,
  setParent,
  setRoute,
  setRouteReferences,
} from './router-settings.ts';

interface Container {
  name: string;
  image?: string;
  args?: string[];
  resources?: { requests?: Record<string, string>; limits?: Record<string, string> };
}

const mainContainer = (object: KubernetesObject): Container => {
  const model = object.spec?.predictor?.model;
  if (model) return model;
  const containers: Container[] = object.spec?.template?.containers ?? [];
  const main = containers.find((container) => container.name === 'main');
  if (!main) throw new Error(`manifest ${object.metadata.name} has no container "main" to set`);
  return main;
};

/** A quantity of both the request and the limit, so that neither contradicts the other. */
const resource = (name: string, rule: ValueRule): Edit =>
  valued(rule, (object, value) => {
    const container = mainContainer(object);
    const { requests, limits } = container.resources ?? {};
    container.resources = { requests: { ...requests, [name]: value }, limits: { ...limits, [name]: value } };
  });

/** The part of a service that describes pods: the service itself, or its prefill part. */
type Workload = (object: KubernetesObject) => { parallelism?: Record<string, number> };

const prefillOf: Workload = ({ spec }) => spec.prefill;

/** How many ways a model is split in one respect; `none` leaves it open. */
const degree = (name: string, workload: Workload = ({ spec }) => spec): Edit =>
  valued(wordOr(['none'], wholeNumber), (object, value) => {
    const part = workload(object);
    const { [name]: _, ...others } = part.parallelism ?? {};
    part.parallelism = value === 'none' ? others : { ...others, [name]: Number(value) };
    if (Object.keys(part.parallelism).length === 0) delete part.parallelism;
  });

const mainImage: Edit = (object, value, target) => {
  mainContainer(object).image = meaningOf(value, 'images', target);
};

const mainArguments: Edit = (object, value) => {
  mainContainer(object).args = value.split(' ');
};

/** What the service says itself of its inference pool; the presets give the rest. */
const poolOf = (object: KubernetesObject): Record<string, object | undefined> => {
  const { router } = object.spec;
  router.scheduler = { ...router.scheduler, pool: { spec: router.scheduler?.pool?.spec ?? {} } };
  return router.scheduler.pool.spec;
};

const modelUri = (value: string, target: Target) => meaningOf(value, 'models', target);

/** What a table of settings may name, by the kind that it changes. */
const EDITS: Record<string, Record<string, Edit>> = {
  LLMInferenceService: {
    'model URI': (object, value, target) => {
      object.spec.model.uri = modelUri(value, target);
    },
    gateway: setGateway,
    listener: chooseListener,
    route: setRoute,
    'route references': setRouteReferences,
    'inline route': dropInlineRoute,
    'host name': setHostNames,
    replicas: valued(wholeNumber, (object, value) => {
      object.spec.replicas = Number(value);
    }),
    'grace period': valued(span, (object, value) => {
      object.spec.template.terminationGracePeriodSeconds = parseSpan(value).milliseconds / 1_000;
    }),
    'failure mode': (object, value) => {
      poolOf(object).extensionRef = { ...poolOf(object).extensionRef, failureMode: value };
    },
    'scheduler port': valued(wholeNumber, (object, value) => {
      poolOf(object).extensionRef = { ...poolOf(object).extensionRef, portNumber: Number(value) };
    }),
    'selector of the pool': valued(label, (object, value) => {
      const [key = '', text = ''] = value.split('=');
      poolOf(object).selector = { [key]: text };
    }),
    'tensor degree': degree('tensor'),
    'pipeline degree': degree('pipeline'),
    'data degree': degree('data'),
    'local data degree': degree('dataLocal'),
    'prefill tensor degree': degree('tensor', prefillOf),
    'prefill pipeline degree': degree('pipeline', prefillOf),
    'prefill data degree': degree('data', prefillOf),
    'prefill local data degree': degree('dataLocal', prefillOf),
    workers: valued(wholeNumber, (object, value) => {
      object.spec.worker.replicas = Number(value);
    }),
    arguments: (object, value) => {
      mainContainer(object).args = value.split(' ');
    },
    'memory limit': resource('memory', quantity),
    GPUs: resource('nvidia.com/gpu', wholeNumber),
  },
  LLMInferenceServiceConfig: {
    image: mainImage,
    arguments: mainArguments,
    'memory limit': resource('memory', quantity),
  },
  InferenceService: {
    'model URI': (object, value, target) => {
      object.spec.predictor.model.storageUri = modelUri(value, target);
    },
    runtime: (object, value) => {
      object.spec.predictor.model.runtime = value;
    },
    'minimum replicas': valued(wholeNumber, (object, value) => {
      object.spec.predictor.minReplicas = Number(value);
    }),
    'deployment mode': (object, value) => {
      object.metadata.annotations = {
        ...object.metadata.annotations,
        'serving.kserve.io/deploymentMode': value,
      };
    },
    'memory limit': resource('memory', quantity),
    GPUs: resource('nvidia.com/gpu', wholeNumber),
  },
  HTTPRoute: {
    parent: setParent,
    listener: chooseParentListener,
  },
  Secret: Object.fromEntries(
    ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_REGION', 'AWS_S3_ENDPOINT', 'AWS_S3_BUCKET'].map(
      (key) => [
        key,
        (object: KubernetesObject, value: string) => {
          object.stringData[key] = value;
        },
      ],
    ),
  ),
};

/** Applies one setting of a step to a manifest; throws with the allowed settings or values for one that is none. */
export function applySetting(object: KubernetesObject, setting: string, value: string, target: Target): void {
  const edits = EDITS[object.kind] ?? {};
  const edit = edits[setting];
  if (!edit)
    throw new UnknownWord(
      `"${setting}" is not a setting of ${object.kind}; ${offer(setting, Object.keys(edits))}`,
    );
  const problem = settingProblem(object.kind, setting, value);
  if (problem !== undefined) throw new UnknownWord(problem);
  edit(object, value, target);
}

/** What the value of a setting must be, where it is more than a text. */
export const valueOfSetting = (setting: string): string | undefined =>
  Object.values(EDITS).flatMap((edits) => edits[setting]?.rule ?? [])[0]?.('');

/** What is wrong with the value of a setting, as the step says it; without a kind, for every kind that has the setting. */
export function settingProblem(kind: string | undefined, setting: string, value: string): string | undefined {
  const kinds = kind === undefined ? Object.values(EDITS) : [EDITS[kind] ?? {}];
  const edits = kinds.flatMap((edits) => edits[setting] ?? []);
  const wanted = edits.map(({ rule }) => rule?.(value));
  const [first] = wanted;
  return first === undefined || wanted.includes(undefined)
    ? undefined
    : `"${value}" is no value of the setting "${setting}"; write ${first}`;
}
