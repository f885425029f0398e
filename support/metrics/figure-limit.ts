import { type Limit, parseLimit } from '../amounts/limit.ts';
import { UnknownWord } from '../spelling/unknown-word.ts';
import { kindOf } from './figure-kind.ts';

/** Reads the limit of a figure. Throws for a time without its unit (`at most 2` would be 2 ms), and for a unit of what is no time. */
export function limitOf(figure: string, text: string): Limit {
  const limit = parseLimit(text);
  const isTime = kindOf(figure).unit === 'ms';
  if (isTime && !limit.isSpan && /[1-9]/.test(text))
    throw new UnknownWord(
      `"${text}" names no unit, but ${figure} is a time; write for example at most 2 seconds`,
    );
  if (!isTime && limit.isSpan)
    throw new UnknownWord(`"${text}" is a span of time, but ${figure} is none; write for example at most 2`);
  return limit;
}
