/** JSON from strangers: bounded depth, no member said twice, no surprises. */

import { Failure, type KnownCode } from '../errors.js';
import { fromUtf8 } from './bytes.js';
import { atOnce, type Steps } from './turns.js';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Where the string that begins after `from` ends: its closing quote, or the end of a text that has none. */
function endOfString(text: string, from: number): number {
  for (let end = text.indexOf('"', from + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let before = end - 1;
    while (text.charCodeAt(before) === BACKSLASH) before--;
    // An even number of backslashes are themselves escaped, not the quote.
    if ((end - before) % 2 === 1) return end;
  }
  return text.length;
}

/** The greatest depth of nesting, and how many members (name: value) the text writes. One pass, no recursion. */
function scan(text: string): { depth: number; members: number } {
  let level = 0;
  let depth = 0;
  let members = 0;
  for (let i = 0; i < text.length; i++) {
    switch (text.charCodeAt(i)) {
      case QUOTE:
        i = endOfString(text, i);
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

interface JsonOptions {
  /** Greatest nesting. */
  readonly depth?: number;
  /** Let a member name be written twice in one object. */
  readonly duplicates?: boolean;
  /** For what is not JSON. */
  readonly code?: KnownCode;
}

function* parseSteps(
  text: string,
  { depth = 64, duplicates = false, code = 'JSON_SYNTAX' }: JsonOptions = {},
): Steps<unknown> {
  const written = scan(text);
  if (written.depth > depth) throw new Failure('JSON_DEPTH', { params: { max: depth } });
  yield;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Failure(code, { detail: 'It is not JSON.' });
  }
  if (duplicates) return value;
  yield;
  if (countMembers(value) !== written.members) throw new Failure('JSON_DUPLICATE');
  return value;
}

/**
 * JSON.parse that refuses nesting over `depth` (JSON_DEPTH) before parsing and, unless `duplicates` is true, a member
 * name written twice in one object (JSON_DUPLICATE): JSON.parse keeps only the last, so the text then has more members
 * than the value. A `__proto__` member stays an ordinary own member: never copy such objects with Object.assign.
 */
export const parseJson = (text: string, options?: JsonOptions): unknown => atOnce(parseSteps(text, options));

/** parseJson in steps, from UTF-8: for what is large. JSON.parse itself is one step. Throws also what fromUtf8 throws. */
export function* jsonSteps(bytes: Uint8Array, options?: JsonOptions): Steps<unknown> {
  const text = fromUtf8(bytes);
  yield;
  return yield* parseSteps(text, options);
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
