import assert from 'node:assert/strict';
import { test } from 'node:test';
import { declares, parseMetrics, sumOf } from '../../support/metrics/prometheus.ts';

const text = `# HELP vllm:request_success_total Count of requests
# TYPE vllm:request_success_total counter
vllm:request_success_total{finished_reason="stop",model_name="a \\"b\\", c\\\\d"} 3.0
vllm:request_success_total{finished_reason="length",model_name="m"} 2 1700000000000
up 1
nan NaN
big +Inf
histogram_bucket{le="+Inf",} 7 # {trace="x"} 0.5
`;

test('samples are read with their labels, times and exemplars aside', () => {
  const samples = parseMetrics(text);
  assert.equal(samples.length, 6);
  assert.equal(samples[0]?.labels.model_name, 'a "b", c\\d');
  assert.equal(samples.at(-1)?.labels.le, '+Inf');
  assert.equal(samples[4]?.value, Number.POSITIVE_INFINITY);
  assert.ok(Number.isNaN(samples[3]?.value));
});

test('a metric is summed over the label sets that match, and a missing one is not zero', () => {
  const samples = parseMetrics(text);
  assert.equal(sumOf(samples, 'vllm:request_success_total'), 5);
  assert.equal(sumOf(samples, 'vllm:request_success_total', { finished_reason: 'stop' }), 3);
  assert.equal(sumOf(samples, 'vllm:request_success_total', { finished_reason: 'abort' }), undefined);
  assert.equal(sumOf(samples, 'no_such_metric'), undefined);
});

test('a counter that never counted is declared, a foreign one is not', () => {
  assert.ok(declares(text, 'vllm:request_success_total'));
  assert.ok(!declares(text, 'up'));
});

test('a line that is no sample is named', () => {
  assert.throws(() => parseMetrics('ok 1\n<html>'), /metrics line 2 is not a sample: <html>/);
  assert.throws(() => parseMetrics('x{a=b} 1'), /line 1 has broken labels/);
  assert.throws(() => parseMetrics('x one'), /line 1 has no number: one/);
});
