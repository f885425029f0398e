import assert from 'node:assert/strict';
import { test } from 'node:test';
import { podInWords } from '../../support/systems/kserve/pods.ts';

test('a pod that waits for its next start says how it ended before', () => {
  const status = {
    ...{ name: 'main', ready: false, restartCount: 6 },
    state: { waiting: { reason: 'CrashLoopBackOff' } },
    lastState: { terminated: { reason: 'Error', exitCode: 137 } },
  };
  const pod = {
    ...{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'llm-1' } },
    status: { phase: 'Running', containerStatuses: [status] },
  };
  assert.equal(
    podInWords(pod),
    'llm-1: Running, main waiting (CrashLoopBackOff; it ended before: Error, exit code 137), 6 restarts',
  );
});
