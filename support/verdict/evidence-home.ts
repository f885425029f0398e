import path from 'node:path';
import type { Attachment, Envelope } from '@cucumber/messages';
import type { MessageStream } from './message-stream.ts';
import { EVIDENCE } from './suite-attachments.ts';

/** The folder of a run directory that evidence lies in. */
export const EVIDENCE_FOLDER = 'evidence';

/**
 * Where the evidence of each message file lies below `evidence/` of the directory that reports are written to. One run
 * keeps its paths: ''. Of several runs each gets a folder with the name of its directory, so that repeats of a scenario
 * do not mix; the run that reports are written into stays where it is.
 */
export function evidenceHomes(messageFiles: readonly string[], reportsIn: string): string[] {
  const directories = messageFiles.map((file) => path.resolve(path.dirname(file)));
  if (new Set(directories).size < 2) return directories.map(() => '');
  const taken = new Map<string, string>();
  for (const directory of directories) {
    if (taken.has(directory)) continue;
    const name = path.basename(directory).replace(/[^\w.-]+/g, '_') || 'run';
    const used = [...taken.values()];
    const free = [name, ...directories.map((_, index) => `${name}-${index + 2}`)];
    const home = directory === path.resolve(reportsIn) ? '' : free.find((it) => !used.includes(it));
    taken.set(directory, home ?? name);
  }
  return directories.map((directory) => taken.get(directory) ?? '');
}

/** The messages of a run whose evidence has moved to `evidence/<home>`. */
export function withEvidenceIn(stream: MessageStream, home: string): MessageStream {
  if (home === '') return stream;
  return { ...stream, envelopes: stream.envelopes.map((envelope) => moved(envelope, home)) };
}

function moved(envelope: Envelope, home: string): Envelope {
  const { attachment } = envelope;
  if (attachment?.mediaType !== EVIDENCE) return envelope;
  const body = bodyOf(attachment);
  const directory = body?.directory;
  if (typeof directory !== 'string' || !directory.startsWith(`${EVIDENCE_FOLDER}/`)) return envelope;
  const rest = directory.slice(EVIDENCE_FOLDER.length + 1);
  const text = JSON.stringify({ ...body, directory: `${EVIDENCE_FOLDER}/${home}/${rest}` });
  const encoded = attachment.contentEncoding === 'BASE64' ? Buffer.from(text).toString('base64') : text;
  return { attachment: { ...attachment, body: encoded } };
}

/** An attachment that is not JSON leads nowhere, wherever its files are. */
function bodyOf({ body, contentEncoding }: Attachment): Record<string, unknown> | undefined {
  try {
    const text = contentEncoding === 'BASE64' ? Buffer.from(body, 'base64').toString('utf8') : body;
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
