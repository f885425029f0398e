import assert from 'node:assert/strict';
import { test } from 'node:test';
import { estimatesFrom } from '../../support/history/estimates.ts';
import { NOTHING } from '../../support/plan/demand.ts';
import { deployedBy } from '../../support/plan/deployed.ts';
import { planOf } from '../../support/plan/plan.ts';
import { refusedBecause } from '../../support/plan/refused.ts';
import { planText } from '../../support/plan/render.ts';
import { loadTarget } from '../../support/settings/load-target.ts';
import type { RunFile } from '../../support/settings/settings.ts';
import type { DefinedScenario, DefinedStep } from '../../support/verdict/defined-scenarios.ts';
import { readFeatureFolder } from '../../support/verdict/feature-files.ts';
import { aRecord } from '../runs/records.ts';

const step = (text: string, ...table: string[][]): DefinedStep => ({
  pickleStepId: '',
  keyword: 'When ',
  type: 'Action',
  text,
  line: 5,
  ...(table.length > 0 && { table }),
});

const scenario = (line: number, tags: string[], ...steps: DefinedStep[]): DefinedScenario =>
  ({
    key: `a.feature:${line}`,
    uri: 'a.feature',
    line,
    name: `Scenario ${line}`,
    feature: { name: 'A feature' },
    tags: ['@kserve', ...tags].map((name) => ({ name, line })),
    requirementIds: ['RK-001'],
    claims: [{ check: `RK-001.${line}` }],
    steps,
  }) as unknown as DefinedScenario;

const runFile = {
  settings: {
    target: {
      name: 'kind',
      context: 'kind-a',
      images: {},
      models: {},
      timeScale: 1,
      limits: { cpu: '16', memory: '64Gi', gpus: 0, pods: 50, files: 4 },
    },
    require: ['gpu'],
  },
  capabilities: {
    kserve: { present: true, found: 'it' },
    gpu: { present: false, found: 'no GPU on 3 nodes' },
  },
  versions: {},
} as unknown as RunFile;

const runtime = step('the manifest "vllm-runtime-baseline" has been applied for this file');
const shared = step('the inference service "x" is serving from "opt125m-scaled"');
const scenarios = [
  scenario(1, [], runtime, shared),
  scenario(2, [], runtime, shared),
  scenario(3, ['@needs-gpu'], runtime, shared),
  scenario(
    4,
    [],
    step('the manifest "vllm-runtime-baseline" has been applied'),
    step('an inference service of my own is serving from "opt125m-baseline"'),
    step('I change these settings of it:', ['setting', 'value'], ['minimum replicas', '4']),
  ),
  scenario(
    5,
    [],
    step('I apply these manifests:', ['manifest'], ['llmd-gateway']),
    step('the manifest "no-such-thing" has been applied'),
  ),
];

const planned = (records = [aRecord({ took: { 'RK-001.1': 30, 'RK-001.4': 90 } })]) =>
  planOf({
    scenarios,
    defined: [...scenarios, scenario(6, [])],
    runFile,
    capacity: NOTHING,
    estimates: estimatesFrom(records, scenarios),
    workers: 0,
  });

test('what is shared is deployed once a file, what is skipped not at all', () => {
  const plan = planned();
  assert.deepEqual(plan.counts, { run: 4, skip: 1, leftOut: 1 });
  assert.deepEqual(plan.objects, { Gateway: 1, InferenceService: 2, ServingRuntime: 2 });
  assert.deepEqual(
    plan.demand.largest,
    { pods: 7, cpu: 14, memory: 56 * 2 ** 30, gpus: 0 },
    '3 shared, 4 after the change',
  );
});

test('says why something is skipped, what is wrong, what is missing and how long it takes', () => {
  const plan = planned();
  const text = planText(plan);
  assert.match(text, /skip 1 scenario: needs gpu; found no GPU on 3 nodes\n {2}\[Scenario 3\] a\.feature:3/);
  assert.match(plan.problems.join(), /^a\.feature:5: no manifest "no-such-thing" in /);
  assert.deepEqual(plan.unmet, ['REQUIRE names gpu, but this cluster has no GPU on 3 nodes']);
  assert.match(text, /time {7}about 4 min by 1 earlier run, 2 scenarios guessed that never ran/);
  assert.match(
    planText(planned([])),
    /time {7}not known: no comparable run on this target is in the history/,
  );
});

test('says which limit binds a run, and warns where several files ask for too much together', () => {
  const inFile = (uri: string, replicas: string) => ({
    ...scenario(
      1,
      [],
      step('an LLM service of my own is serving from "llm-basic-oci"'),
      step('I change these settings of it:', ['setting', 'value'], ['replicas', replicas]),
    ),
    key: `${uri}:1`,
    uri,
  });
  const told = (replicas: string) => {
    const own = [inFile('a.feature', replicas), inFile('b.feature', replicas)];
    const capacity = { pods: 70, cpu: 1_000, memory: 2 ** 50, gpus: 0 };
    const estimates = estimatesFrom([], own);
    return planText(planOf({ scenarios: own, defined: own, runFile, capacity, estimates, workers: 2 }));
  };
  assert.match(
    told('2'),
    /^limits {5}50 pods, .* of the target: compared only; what binds is 4 files at a time$/m,
  );
  assert.doesNotMatch(told('2'), /ask for/);
  const over = told('40');
  assert.match(
    over,
    /^2 files at a time may ask for 80 pods, the limits of the target are 50 pods: the run goes on all the same; lower LIMIT_FILES or raise the limit$/m,
  );
  assert.match(
    over,
    /^2 files at a time may ask for 80 pods, the nodes offer 70 pods: some of them may have to wait/m,
  );
  assert.match(over, /^a file asks for more CPU than the limits of the target allow$/m);
  assert.doesNotMatch(over, /may ask for \d+ CPUs, the limits/, 'said of the file already');
});

test('a manifest that asks for nothing is not taken for one that needs nothing', () => {
  const own = [scenario(1, [], step('I create an LLM service of my own from "llm-slow-load"'))];
  const estimates = estimatesFrom([], own);
  const text = planText(
    planOf({ scenarios: own, defined: own, runFile, capacity: NOTHING, estimates, workers: 0 }),
  );
  assert.match(
    text,
    /^ {4}at most 1 pod, .*; llm-slow-load names no CPU, memory or GPU: what its pods take is not counted$/m,
  );
  assert.doesNotMatch(planText(planned([])), /is not counted/);
});

test('finds no mistake in the features of the project, whatever their steps change', async () => {
  const { scenarios: own } = await readFeatureFolder('features');
  const problems: string[] = [];
  for (const each of own) deployedBy(each, loadTarget({}), problems);
  assert.deepEqual(problems, []);
  const change = (what: string) =>
    step(`I change these settings of ${what}:`, ['setting', 'value'], ['replicas', '9']);
  const pods = (what: string) =>
    deployedBy(
      scenario(7, [], step('I create a service from "llm-basic-oci"'), change(what)),
      loadTarget({}),
      [],
    )[0]?.demand.pods;
  assert.deepEqual(
    [
      pods('it'),
      pods('the LLM service "llm-basic-oci"'),
      pods('the LLM service "other"'),
      pods('the operator'),
    ],
    [9, 9, 1, 1],
  );
});

test('plans the groups of the project and what their services are scaled to', async () => {
  const { scenarios: own } = await readFeatureFolder('features');
  const target = loadTarget({});
  const of = (uri: string) => {
    const { largest } = planOf({
      scenarios: own.filter((it) => it.uri.endsWith(uri)),
      defined: own,
      runFile: { ...runFile, settings: { ...runFile.settings, target }, capabilities: everything(own) },
      capacity: NOTHING,
      estimates: estimatesFrom([], own),
      workers: 0,
    }).demand;
    return { pods: largest.pods, gpus: largest.gpus };
  };
  // A service for the file, and one of a scenario's own beside it.
  assert.deepEqual(of('multi-node/LA-031-tensor-parallel.feature'), { pods: 16, gpus: 16 });
  assert.deepEqual(of('multi-node/LA-032-data-parallel.feature'), { pods: 12, gpus: 12 });
  assert.deepEqual(of('scaling/EC-SCALE-002-changes-in-a-row.feature'), { pods: 10, gpus: 0 });
  assert.deepEqual(of('scaling/EC-SCALE-003-while-loading.feature').pods, 3);
});

/** A cluster that has all that these scenarios ask for. */
const everything = (of: readonly DefinedScenario[]): RunFile['capabilities'] =>
  Object.fromEntries(
    ['kserve', ...of.flatMap(({ tags }) => tags.map(({ name }) => name.replace(/^@needs-/, '')))].map(
      (name) => [name, { present: true, found: 'it' }],
    ),
  );

test('what a run would refuse, a plan refuses as well', async () => {
  assert.deepEqual(await refusedBecause(['features/kserve/basic/LB-001-basic-service.feature'], []), []);
  assert.deepEqual(await refusedBecause([], [scenario(3, [])]), ['a.feature:3: the scenario has no steps']);
  assert.deepEqual(await refusedBecause([], [scenario(3, [], step('I apply these manifests:'))]), [
    'a.feature:5: step "I apply these manifests:" needs a table below it; docs/glossary.md shows its columns',
  ]);
});
