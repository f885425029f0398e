import { MISTAKES } from '../judging/check-results.ts';

/** Whose fault a failure seems to be. */
export interface Diagnosis {
  class: 'product' | 'environment' | 'suite';
  /** One sentence. */
  cause: string;
}

const LONGEST_CAUSE = 500;

/** Troubles of clusters that no serving platform can cure: nodes, quotas, registries, disks. */
const ENVIRONMENT_TROUBLE =
  /FailedScheduling .*(Insufficient|nodes? are available|had untolerated taint)|exceeded quota|NodeNotReady|DiskPressure|Evicted .*low on resource|toomanyrequests|pull rate limit|(Failed|ErrImagePull|ImagePullBackOff).*(i\/o timeout|no such host|TLS handshake timeout)|FailedMount .*timed out|FailedAttachVolume/;

/** Judges a failure by what was thrown and by what the cluster complained about meanwhile. */
export function diagnose(failure: unknown, complaints: readonly string[]): Diagnosis {
  const chain = causes(failure);
  const named = (names: (name: string) => boolean) => chain.find((error) => names(error.name));
  const first = firstSentence(failure);
  const environment = named((name) => name === 'EnvironmentError');
  if (environment) return { class: 'environment', cause: firstSentence(environment) };
  if (chain.some(isForbidden))
    return { class: 'environment', cause: `${first}: the suite's user lacks a right` };
  const mistake = named((name) => MISTAKES.has(name));
  if (mistake) return { class: 'suite', cause: `${mistake.name}: ${firstSentence(mistake)}` };
  const trouble = complaints.find((line) => ENVIRONMENT_TROUBLE.test(line));
  if (trouble !== undefined) return { class: 'environment', cause: cut(`${first}; ${trouble}`) };
  return { class: 'product', cause: first };
}

function causes(failure: unknown): Error[] {
  const chain: Error[] = [];
  for (let error = failure; error instanceof Error && !chain.includes(error); error = error.cause)
    chain.push(error);
  return chain;
}

const isForbidden = (error: Error): boolean =>
  error.name === 'ApiRefusal' &&
  'code' in error &&
  (error.code === 401 || error.code === 403) &&
  / cannot /.test(error.message);

function firstSentence(failure: unknown): string {
  const message = failure instanceof Error ? failure.message : String(failure);
  return cut(message.split('\n').find((line) => line.trim() !== '') ?? 'no message');
}

const cut = (text: string): string =>
  text.length > LONGEST_CAUSE ? `${text.slice(0, LONGEST_CAUSE)}…` : text;
