import type { Exchange } from '../inference/client.ts';
import { parseBody } from '../inference/response-faults.ts';
import type { FiguresOf } from '../metrics/figure-names.ts';
import { succeeded } from './batch.ts';
import type { Arrival } from './flow.ts';
import { percentilesOf } from './percentiles.ts';

/** One request of the traffic that figures are taken from; times are wall-clock ms. */
export type Sample = Pick<Arrival, 'due' | 'latency' | 'exchange'>;

/** Requests that were sent as soon as there was room for them: each was due when it was sent. */
export const samplesOf = (exchanges: readonly Exchange[]): Sample[] =>
  exchanges.map((exchange) => ({ due: exchange.startedAt, latency: exchange.latency, exchange }));

/** With fewer requests the slowest of a thousand is not known. */
const ENOUGH_FOR_P999 = 1_000;

/** Latencies of the successes; p99.9 only from a thousand of them on. */
export function latencyFigures(samples: readonly Sample[]): FiguresOf<'latency'> {
  const latencies = percentilesOf(answered(samples).map(({ latency }) => latency));
  return {
    'average latency': latencies.mean,
    'median latency': latencies.p50,
    'p95 latency': latencies.p95,
    'p99 latency': latencies.p99,
    'p99.9 latency': latencies.count >= ENOUGH_FOR_P999 ? latencies.p999 : Number.NaN,
    'p95 to median latency': latencies.p95 / latencies.p50,
  };
}

/** What was answered in a second of wall-clock time, from the first request to the last answer. */
export function throughputFigures(samples: readonly Sample[]): FiguresOf<'throughput'> {
  const good = answered(samples);
  const begin = Math.min(...samples.map(({ due }) => due));
  const end = Math.max(...samples.map(({ due, latency }) => due + latency));
  const seconds = (end - begin) / 1_000;
  const tokens = good.reduce((sum, { exchange }) => sum + tokensOf(exchange), 0);
  return { 'requests per second': good.length / seconds, 'tokens per second': tokens / seconds };
}

/** How the requests ended: every failure is of exactly one type. */
export function outcomeFigures(samples: readonly Sample[]): FiguresOf<'outcomes'> {
  const failures = samples.filter(({ exchange }) => !succeeded(exchange));
  const share = (part: number) => (100 * part) / samples.length;
  const rateOf = (type: FailureType) =>
    share(failures.filter(({ exchange }) => failureType(exchange) === type).length);
  return {
    'requests sent': samples.length,
    'failed requests': failures.length,
    'success rate in percent': share(samples.length - failures.length),
    'error rate in percent': share(failures.length),
    'error rate of HTTP 4xx in percent': rateOf('HTTP 4xx'),
    'error rate of HTTP 5xx in percent': rateOf('HTTP 5xx'),
    'error rate of time-outs in percent': rateOf('time-out'),
    'error rate of broken connections in percent': rateOf('broken connection'),
    'error rate of other statuses in percent': rateOf('other status'),
  };
}

type FailureType = 'HTTP 4xx' | 'HTTP 5xx' | 'time-out' | 'broken connection' | 'other status';

function failureType({ status, error }: Exchange): FailureType {
  if (error?.startsWith('no answer within')) return 'time-out';
  if (status === undefined) return 'broken connection';
  if (status >= 500) return 'HTTP 5xx';
  return status >= 400 ? 'HTTP 4xx' : 'other status';
}

const answered = (samples: readonly Sample[]): Sample[] =>
  samples.filter(({ exchange }) => succeeded(exchange));

/** `usage.completion_tokens` of an answer; one without usage counts no token. */
function tokensOf({ body }: Exchange): number {
  const { value } = parseBody(body) as { value?: { usage?: { completion_tokens?: unknown } } };
  const tokens = value?.usage?.completion_tokens;
  return typeof tokens === 'number' ? tokens : 0;
}
