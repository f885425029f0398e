import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tellingLines } from '../../support/evidence/telling-lines.ts';

const PROBE =
  'Warning Unhealthy Pod/llm-7c9-x2: Readiness probe failed: Get "http://10.0.0.7:8000/health": dial tcp 10.0.0.7:8000: connect: connection refused';

test('what the probes of any start say stands behind every other line', () => {
  const startup = PROBE.replace('Readiness', 'Startup').replace('7c9', 'b4d');
  const lines = tellingLines([
    [PROBE, 'Warning Failed Pod/llm-7c9-x2: Error: ImagePullBackOff'],
    [startup, 'main: CUDA out of memory'],
    ['LLMInferenceService/llm: Ready=False'],
  ]);
  assert.deepEqual(lines, [
    'Warning Failed Pod/llm-7c9-x2: Error: ImagePullBackOff',
    'main: CUDA out of memory',
    'LLMInferenceService/llm: Ready=False',
    PROBE,
    startup,
  ]);
});

test('a probe that the server answers, or one that kills, stands where it was', () => {
  const answered =
    'Warning Unhealthy Pod/llm-7c9-x2: Readiness probe failed: HTTP probe failed with statuscode: 503';
  const kills = PROBE.replace('Readiness', 'Liveness');
  assert.deepEqual(tellingLines([[answered, kills], ['main: hello']]), [answered, 'main: hello', kills]);
  assert.deepEqual(tellingLines([[PROBE]]), [PROBE]);
});
