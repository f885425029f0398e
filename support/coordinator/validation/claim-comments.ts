import type { GherkinDocument } from '@cucumber/messages';
import { claimsAbove } from '../../verdict/claims.ts';

/** A comment that wants to say which checks a step decides, well written or not. */
export const MEANT_AS_CLAIM = /^\s*#\s*checks?\b/i;
const ID = /\b[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)+\.\d+\b/g;

/** One sentence for each such comment that names no check: nobody would decide what its writer meant. */
export const claimCommentProblems = ({ uri = '?', comments }: GherkinDocument): string[] =>
  comments.flatMap(({ text, location: { line } }) => {
    if (!MEANT_AS_CLAIM.test(text) || claimsAbove(line + 1, new Map([[line, text]])).length > 0) return [];
    const ids = text.match(ID) ?? ['LB-001.1', 'LB-001.2'];
    return [`${uri}:${line}: "${text.trim()}" names no check; write # checks: ${ids.join(', ')}`];
  });
