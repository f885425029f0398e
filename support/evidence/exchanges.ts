import type { Exchange } from '../inference/client.ts';
import type { Moment } from './moment.ts';

/** What is kept of a body. */
const LONGEST_BODY = 4_000;

/** Exchanges in full, one after the other. */
export const exchangesText = (exchanges: readonly Exchange[]): string =>
  exchanges
    .map((exchange) => {
      const headers = Object.entries(exchange.headers).map(([name, value]) => `${name}: ${value}\n`);
      const body = exchange.body.slice(0, LONGEST_BODY);
      const rest = exchange.body.length - body.length;
      return `${line(exchange)}\nrequest id: ${exchange.id}\n${headers.join('')}\n${body}${rest > 0 ? `\n[${rest} more characters]` : ''}\n\n`;
    })
    .join('');

/** Exchanges as moments of cluster time: `now` is the cluster's present, `scale` its seconds for each real one. */
export const exchangeMoments = (exchanges: readonly Exchange[], now: Date, scale: number): Moment[] =>
  exchanges.map((exchange) => ({
    at: new Date(now.getTime() - (performance.now() - exchange.startedAt) * scale).toISOString(),
    source: 'http',
    text: line(exchange),
  }));

/** One line for each exchange that had no answer or a refusal. */
export const failedExchanges = (exchanges: readonly Exchange[]): string[] =>
  exchanges
    .filter(({ status, error }) => error !== undefined || (status ?? 0) >= 400)
    .map((exchange) =>
      `${line(exchange)}: ${exchange.body.replace(/\s+/g, ' ').slice(0, 200)}`.replace(/: $/, ''),
    );

const line = ({ method, url, status, error, latency }: Exchange): string =>
  `${method} ${url}: ${status ?? error ?? 'no answer'} after ${Math.round(latency)} ms`;
