import type { Attachment, Envelope } from '@cucumber/messages';
import { redact } from './redact.ts';

/** A copy of a JSON value in which every text is redacted; keys stay as they are. */
function redactValues<Value>(value: Value): Value {
  if (typeof value === 'string') return redact(value) as Value;
  if (Array.isArray(value)) return value.map(redactValues) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, redactValues(inner)])) as Value;
}

/** The content of an attachment without its secrets: JSON stays JSON, other text is redacted as a whole. */
export function redactBody(body: string, mediaType: string): string {
  if (!/[/+]json(?:;|$)/.test(mediaType)) return redact(body);
  try {
    return JSON.stringify(redactValues(JSON.parse(body)));
  } catch {
    // It claims to be JSON and is not: as text it is still safe.
    return redact(body);
  }
}

/** A message as it may be written to a file. */
export function redactEnvelope(envelope: Envelope): Envelope {
  const { attachment, ...others } = envelope;
  return attachment ? { attachment: redactAttachment(attachment) } : redactValues(others);
}

function redactAttachment(attachment: Attachment): Attachment {
  const { body, mediaType, contentEncoding } = attachment;
  if (contentEncoding !== 'BASE64') return { ...attachment, body: redactBody(body, mediaType) };
  if (!/^text\/|[/+](?:json|xml|yaml)/.test(mediaType)) return attachment;
  const text = redactBody(Buffer.from(body, 'base64').toString('utf8'), mediaType);
  return { ...attachment, body: Buffer.from(text).toString('base64') };
}

/** Hides secrets in what an error says, its stack and its causes included; returns the same error. */
export function redactError(error: unknown): unknown {
  if (typeof error === 'string') return redact(error);
  if (!(error instanceof Error)) return error;
  error.message = redact(error.message);
  if (error.stack !== undefined) error.stack = redact(error.stack);
  redactError(error.cause);
  if (error instanceof AggregateError) error.errors.forEach(redactError);
  return error;
}
