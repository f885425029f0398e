import { createRequire } from 'node:module';
import {
  After,
  AfterAll,
  AfterStep,
  Before,
  BeforeAll,
  BeforeStep,
  type ITestCaseHookParameter,
  type ITestStepHookParameter,
  setDefaultTimeout,
  setDefinitionFunctionWrapper,
  setParallelCanAssign,
  setWorldConstructor,
} from '@cucumber/cucumber';
import { currentSession } from './coordinator/current-session.ts';
import { mayStart } from './coordinator/order.ts';
import { finishScenario } from './scenario/finish.ts';
import { claimedBy, identityOf } from './scenario/identity.ts';
import { inTime, ownTime } from './scenario/step-wrapper.ts';
import {
  beginScenario,
  missingFor,
  skipAttachment,
  stopBehindControlGroup,
} from './scenario/surroundings.ts';
import { closeWorker, thisWorker } from './worker/worker.ts';
import { SuiteWorld } from './world.ts';

// The ESM entry of the runner lacks this enum (13.3.0); its CommonJS entry is the same instance.
const { HookTarget } = createRequire(import.meta.url)(
  '@cucumber/cucumber',
) as typeof import('@cucumber/cucumber');

// Every deadline is the suite's own: the runner's would hide what was last seen.
setDefaultTimeout(-1);
setWorldConstructor(SuiteWorld);
setDefinitionFunctionWrapper(inTime);
setParallelCanAssign(mayStart);

BeforeAll(
  { name: 'Bring up the target', on: HookTarget.COORDINATOR },
  ownTime(async () => {
    await currentSession().ready();
  }),
);

Before(
  { name: 'Give the scenario its surroundings' },
  ownTime(async function (this: SuiteWorld, { pickle, gherkinDocument }: ITestCaseHookParameter) {
    const worker = await thisWorker();
    if (worker.stopped.aborted) return 'skipped';
    const identity = identityOf(pickle, gherkinDocument);
    const missing = missingFor(identity, worker);
    if (missing) {
      this.attach(...skipAttachment(missing));
      return 'skipped';
    }
    await stopBehindControlGroup(identity, worker, pickle.id);
    if (worker.stopped.aborted) return 'skipped';
    this.begin(await beginScenario(identity, worker));
    return undefined;
  }),
);

BeforeStep(
  ownTime(function (this: SuiteWorld, { gherkinDocument, pickleStep }: ITestStepHookParameter) {
    this.running?.begin(claimedBy(gherkinDocument, pickleStep));
  }),
);

AfterStep(
  ownTime(function (this: SuiteWorld, { result, pickleStep }: ITestStepHookParameter) {
    if (result?.status === 'PASSED') this.running?.guard.end(pickleStep);
  }),
);

After(
  { name: 'Keep the evidence and clean up' },
  ownTime(async function (this: SuiteWorld, { result, willBeRetried }: ITestCaseHookParameter) {
    const scenario = this.running;
    if (!scenario || scenario.worker.stopped.aborted) return;
    const failure =
      result?.status === 'FAILED' ? (scenario.failure ?? result.message ?? 'a hook failed') : undefined;
    await finishScenario(this, scenario, failure, willBeRetried);
  }),
);

AfterAll(
  { name: 'Close the connection of the worker' },
  ownTime(async () => closeWorker()),
);
