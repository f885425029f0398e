import assert from 'node:assert/strict';
import { test } from 'node:test';
import { apiServer } from './api-server.ts';
import { Sandbox, STEPS } from './sandbox.ts';

const FEATURE =
  '@kserve @basic\nFeature: A\n\n  @RK-001 @P0\n  Scenario: S\n    When I do nothing\n    Then it holds\n';

/** Rewrites the kubeconfig when the run has looked at its cluster, and before a worker reaches it. */
const REWRITING = `${STEPS}
import { copyFileSync } from 'node:fs';
import { BeforeAll } from '@cucumber/cucumber';
BeforeAll(() => copyFileSync(process.env.REWRITTEN, process.env.KUBECONFIG));
`;

for (const parallel of ['0', '2'])
  test(`no scenario runs on another cluster than the run looked at, with ${parallel} workers`, async (t) => {
    const [first, other] = [
      await apiServer(t, { kserve: true }),
      await apiServer(t, { kserve: true, seed: 2 }),
    ];
    const run = (rewritten: string) =>
      new Sandbox(t, { 'features/a.feature': FEATURE, 'step-definitions/x.steps.ts': REWRITING }).run([], {
        ...first.env,
        PARALLEL: parallel,
        REWRITTEN: rewritten,
      });
    const { code, output } = await run(other.env.KUBECONFIG ?? '');
    assert.equal(code, 1, output);
    assert.match(
      output,
      /the kubeconfig leads to another cluster than when the run began \(namespace kube-system has/,
    );
    assert.match(output, /blocked/);
  });
