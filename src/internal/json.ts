/** JSON from strangers: bounded depth, no member said twice, no surprises. */

import { Failure, type KnownCode } from '../errors.js';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** The greatest depth of nesting, and how many members (name: value) the text writes. One pass, no recursion. */
function scan(text: string): { depth: number; members: number } {
  let level = 0;
  let depth = 0;
  let members = 0;
  for (let i = 0; i < text.length; i++) {
    switch (text.charCodeAt(i)) {
      case QUOTE:
        for (i++; i < text.length && text.charCodeAt(i) !== QUOTE; i++) if (text.charCodeAt(i) === BACKSLASH) i++;
        break;
      case 0x7b: // {
      case 0x5b: // [
        level++;
        if (level > depth) depth = level;
        break;
      case 0x7d: // }
      case 0x5d: // ]
        level--;
        break;
      case 0x3a: // :
        members++;
    }
  }
  return { depth, members };
}

/** How many members the parsed value has. Recursion is safe: the depth has been checked. */
function countMembers(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let count = 0;
  if (Array.isArray(value)) {
    for (const item of value) count += countMembers(item);
    return count;
  }
  for (const name of Object.keys(value)) count += 1 + countMembers((value as Record<string, unknown>)[name]);
  return count;
}

/**
 * JSON.parse that refuses nesting over `depth` (JSON_DEPTH) before parsing and, unless `duplicates` is true, a member
 * name written twice in one object (JSON_DUPLICATE): JSON.parse keeps only the last, so the text then has more members
 * than the value. A `__proto__` member stays an ordinary own member: never copy such objects with Object.assign.
 */
export function parseJson(
  text: string,
  { depth = 64, duplicates = false, code = 'JSON_SYNTAX' as KnownCode } = {},
): unknown {
  const written = scan(text);
  if (written.depth > depth) throw new Failure('JSON_DEPTH', { params: { max: depth } });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Failure(code, { detail: 'It is not JSON.' });
  }
  if (!duplicates && countMembers(value) !== written.members) throw new Failure('JSON_DUPLICATE');
  return value;
}

/** A JSON object: not null, not an array. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A freeze that reaches everything inside. For plain JSON values. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) deepFreeze(inner);
  }
  return value;
}
