import type { GherkinDocument } from '@cucumber/messages';
import { editDistance } from '../spelling/nearest.ts';
import { claimsAbove } from '../verdict/claims.ts';

/** A comment that wants to say which checks a step decides, well written or not: `# chekcs: LB-001.1` too, in plain words not. */
export function isMeantAsClaim(text: string): boolean {
  const [, word = '', colon = ''] = /^\s*#\s*(\p{L}+)\s*(:?)/u.exec(text) ?? [];
  const small = word.toLowerCase();
  if (small === 'check' || small === 'checks') return true;
  return colon !== '' && (editDistance(small, 'checks') === 1 || lettersOf(small) === lettersOf('checks'));
}

const lettersOf = (word: string): string => [...word].sort().join('');

const ID = /\b[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)+\.\d+\b/g;

/** One sentence for each such comment that names no check: nobody would decide what its writer meant. */
export const claimCommentProblems = ({ uri = '?', comments }: GherkinDocument): string[] =>
  comments.flatMap(({ text, location: { line } }) => {
    if (!isMeantAsClaim(text) || claimsAbove(line + 1, new Map([[line, text]])).length > 0) return [];
    const ids = text.match(ID) ?? ['LB-001.1', 'LB-001.2'];
    return [`${uri}:${line}: "${text.trim()}" names no check; write # checks: ${ids.join(', ')}`];
  });
