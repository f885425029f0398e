import { isDeepStrictEqual } from 'node:util';
import type { Json } from './cluster.ts';

type JsonObject = { [field: string]: Json };

/** The JSON merge patch (RFC 7386) that turns one object into the other; undefined when there is nothing to do. Lists count as one value. */
export function mergePatch(from: JsonObject, to: JsonObject): JsonObject | undefined {
  const patch: JsonObject = {};
  for (const field of new Set([...Object.keys(from), ...Object.keys(to)])) {
    const [before, after] = [from[field], to[field]];
    if (isDeepStrictEqual(before, after)) continue;
    const deeper = isObject(before) && isObject(after) ? mergePatch(before, after) : (after ?? null);
    if (deeper !== undefined) patch[field] = deeper;
  }
  return Object.keys(patch).length === 0 ? undefined : patch;
}

/** What can be taken back of a change, given what the object is now. */
export interface Restoration {
  /** Undefined when nothing is left to restore. */
  patch: JsonObject | undefined;
  /** Paths that somebody else changed since: they are left alone. */
  conflicts: string[];
}

/** Of the patch `undo`, what is still to be done: only fields that still have what `change` gave them, defaults of the server aside. */
export function restoration(
  now: Json | undefined,
  change: JsonObject,
  undo: JsonObject,
  path = '',
): Restoration {
  const patch: JsonObject = {};
  const conflicts: string[] = [];
  const current = isObject(now) ? now : {};
  for (const [field, ours] of Object.entries(change)) {
    const original = undo[field] ?? null;
    const here = path ? `${path}.${field}` : field;
    if (isObject(ours) && isObject(original)) {
      const deeper = restoration(current[field], ours, original, here);
      if (deeper.patch) patch[field] = deeper.patch;
      conflicts.push(...deeper.conflicts);
    } else if (contains(current[field] ?? null, ours)) patch[field] = original;
    else if (!contains(current[field] ?? null, original)) conflicts.push(here);
  }
  return { patch: Object.keys(patch).length === 0 ? undefined : patch, conflicts };
}

function contains(whole: Json, part: Json): boolean {
  if (Array.isArray(part))
    return (
      Array.isArray(whole) &&
      whole.length === part.length &&
      part.every((item, index) => contains(whole[index] ?? null, item))
    );
  if (!isObject(part)) return whole === part;
  return (
    isObject(whole) && Object.entries(part).every(([field, value]) => contains(whole[field] ?? null, value))
  );
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
