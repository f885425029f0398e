import { readFileSync, writeFileSync } from 'node:fs';
import type { Envelope } from '@cucumber/messages';
import { readMessageStream } from '../../../support/verdict/message-stream.ts';
import { mark, unmarked } from './mark.ts';
import { messagesIn } from './whole-project.ts';

/** Makes the recording in the folder of a run another one, and marks it as if its run had written it so. */
export async function rewritten(
  folder: string,
  change: (envelopes: readonly Envelope[]) => readonly Envelope[],
): Promise<string> {
  const file = messagesIn(folder);
  const { mark: own } = await readMessageStream(file);
  const lines = unmarked(readFileSync(file, 'utf8').trimEnd().split('\n'));
  const changed = change(lines.map((line) => JSON.parse(line) as Envelope));
  writeFileSync(file, changed.map((envelope) => `${JSON.stringify(envelope)}\n`).join(''));
  const { lines: _digest, ...marked } = own ?? { lines: '' };
  await mark(file, marked);
  return folder;
}

/** What a run records that is told to stop behind so many scenarios: of the others nothing began, and it has no end. */
export const stoppedBehind =
  (scenarios: number) =>
  (envelopes: readonly Envelope[]): Envelope[] =>
    withAttempts(envelopes, 0, scenarios).filter(({ testRunFinished }) => testRunFinished === undefined);

/** What a repeat of that records: it selects only what was left. */
export const onlyBehind =
  (scenarios: number) =>
  (envelopes: readonly Envelope[]): Envelope[] =>
    withAttempts(envelopes, scenarios);

function withAttempts(envelopes: readonly Envelope[], from: number, to?: number): Envelope[] {
  const starts = envelopes.flatMap(({ testCaseStarted }) => testCaseStarted?.id ?? []);
  const kept = new Set<string | undefined>([undefined, ...starts.slice(from, to)]);
  return envelopes.filter(({ testCaseStarted, testCaseFinished, ...it }) => {
    const step = it.testStepStarted ?? it.testStepFinished ?? it.attachment;
    return kept.has(testCaseStarted?.id ?? (testCaseFinished ?? step)?.testCaseStartedId);
  });
}

/** What a run records on a cluster that lacks what the scenarios behind so many need. */
export const skippedBehind =
  (scenarios: number) =>
  (envelopes: readonly Envelope[]): Envelope[] => {
    const starts = envelopes.flatMap(({ testCaseStarted }) => testCaseStarted?.id ?? []);
    const looked = starts.slice(0, scenarios);
    return envelopes.map((envelope) => {
      const { testStepFinished: it } = envelope;
      if (it === undefined || looked.includes(it.testCaseStartedId)) return envelope;
      const skipped = { ...it.testStepResult, status: 'SKIPPED', message: 'needs s3; found no bucket' };
      return { testStepFinished: { ...it, testStepResult: skipped } } as Envelope;
    });
  };
