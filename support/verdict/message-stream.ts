import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Envelope } from '@cucumber/messages';
import { sweepAfter } from '../sweeping.ts';
import { brokenReferences, type Numbered } from './message-references.ts';
import { faultOf } from './message-shape.ts';
import { markIn, type RunMark } from './run-mark.ts';

/** One message file as it was found. */
export interface MessageStream {
  readonly file: string;
  readonly envelopes: readonly Envelope[];
  /** What the run says of itself; absent where an earlier suite, or another program, recorded it. */
  readonly mark?: RunMark;
  /** SHA-256 of its lines but that of the mark, whatever ends them. */
  readonly lines: string;
  /** One sentence for everything that could not be read. */
  readonly damages: readonly string[];
}

/**
 * Reads a file of cucumber messages, one JSON object a line, without what no verdict needs. Never throws for what the file
 * contains: a line that is no whole message is named in `damages` and left out, a last line without its end is named as
 * cut off, a message that speaks of one that the file does not hold is named, as is a file that is not as its run wrote
 * it, and a file that cannot be opened is one sentence and no messages.
 */
export async function readMessageStream(file: string): Promise<MessageStream> {
  const messages: Numbered[] = [];
  const damages: string[] = [];
  const digest = createHash('sha256');
  let mark: RunMark | undefined;
  let size = 0;
  try {
    size = (await stat(file)).size;
    if (size === 0) damages.push(`${file} is empty: it holds no run`);
    let number = 0;
    let recognised = 0;
    for await (const line of linesOf(file)) {
      number += 1;
      if (line.trim() === '') continue;
      const envelope = envelopeIn(line);
      const marked = envelope && markIn(envelope);
      mark = marked ?? mark;
      if (marked) continue;
      digest.update(`${line}\n`);
      if (envelope === undefined) {
        damages.push(`${file}:${number} is not a message (${shape(line)}): left out`);
        continue;
      }
      if (KINDS.some((kind) => envelope[kind] !== undefined)) recognised += 1;
      const used = usedOf(envelope);
      if (used === undefined) continue;
      const fault = faultOf(used);
      if (fault === undefined) messages.push({ line: number, envelope: used });
      else damages.push(`${file}:${number} is no whole message (${fault}): left out`);
    }
    if (number > 0 && recognised === 0)
      return {
        file,
        envelopes: [],
        lines: digest.digest('hex'),
        damages: [`${file} is no recording of a run: it holds no message of cucumber`],
      };
  } catch (error) {
    damages.push(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  const lines = digest.digest('hex');
  damages.push(...changedSince(file, mark, lines), ...brokenReferences(file, messages));
  // The lines, and what was noted of each, are done with.
  sweepAfter(size);
  return {
    file,
    envelopes: messages.map(({ envelope }) => envelope),
    lines,
    ...(mark && { mark }),
    damages,
  };
}

const changedSince = (file: string, mark: RunMark | undefined, lines: string): string[] =>
  mark && mark.lines !== lines
    ? [`${file} is not as run ${mark.run} wrote it: its lines have another digest than the run noted`]
    : [];

/** Bytes read at one time: most lines are shorter. */
const PIECE = 1_048_576;

/** Node's own reader of lines ends one at U+2028, too, which may stand in a message. */
async function* linesOf(file: string): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of createReadStream(file, { encoding: 'utf8', highWaterMark: PIECE })) {
    const lines = `${rest}${String(chunk)}`.split(/\r?\n/);
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}

/** Messages of which every recording has some. */
const KINDS = ['meta', 'source', 'gherkinDocument', 'pickle', 'testCase', 'testRunStarted'] as const;

/** What no verdict and no report is made from. */
const UNUSED = ['meta', 'parameterType', 'suggestion', 'testStepStarted', 'undefinedParameterType'] as const;

/** A message without what would only fill the memory: in a large run that is a third of it. */
function usedOf(envelope: Envelope): Envelope | undefined {
  if (UNUSED.some((kind) => envelope[kind] !== undefined)) return undefined;
  const { testCase } = envelope;
  if (!Array.isArray(testCase?.testSteps)) return envelope;
  const testSteps = testCase.testSteps.map(({ stepMatchArgumentsLists: _matches, ...step }) => step);
  return { testCase: { ...testCase, testSteps } };
}

function envelopeIn(line: string): Envelope | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function shape(line: string): string {
  if (line.includes('\0')) return 'holds zero bytes';
  return /[}\]]\s*$/.test(line) ? 'damaged' : 'cut off';
}
