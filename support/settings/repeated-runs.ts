import type { RepeatedRun } from './settings.ts';

/** What a run says of those that it repeats a part of. */
export interface Repeats {
  readonly named: readonly RepeatedRun[];
  /** Where others were that it does not name, or what stands there instead: earlier suites kept nothing else. */
  readonly unnamed: readonly string[];
}

/** Reads `settings.repeats` of a `run.json`, whatever it holds. */
export function repeatsOf({ repeats = [] }: { readonly repeats?: unknown }): Repeats {
  const all: readonly unknown[] = Array.isArray(repeats) ? repeats : [repeats];
  return {
    named: all.filter(isNamed),
    unnamed: all.flatMap((it) => (isNamed(it) ? [] : [placeIn(it)])),
  };
}

function isNamed(value: unknown): value is RepeatedRun {
  const { run, lines, messages } = (value ?? {}) as Partial<Record<keyof RepeatedRun, unknown>>;
  return [run, lines, messages].every((text) => typeof text === 'string' && text !== '');
}

function placeIn(value: unknown): string {
  const { messages = value } = (value ?? {}) as Partial<RepeatedRun>;
  return typeof messages === 'string' ? messages : JSON.stringify(messages);
}
