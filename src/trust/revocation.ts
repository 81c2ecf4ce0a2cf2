/** Revocation lists as a verifier uses them: checked once, looked up without scanning (SMART Health Cards, Revocation). */

import { Failure } from '../errors.js';
import { isObject } from '../internal/json.js';
import { counterOf } from './keys.js';

/** A checked list. */
export interface RevocationIndex {
  readonly ctr: number;
  /** True when the rid is listed without a time, or with one later than `nbf` (seconds): equal is not revoked. */
  isRevoked(rid: string, nbf: number): boolean;
}

/** The alphabet and greatest length of a rid. */
export const RID = /^[A-Za-z0-9_-]{1,24}$/;
const ENTRY = /^([A-Za-z0-9_-]{1,24})(?:\.(\d{1,15}))?$/;

const indexes = new WeakMap<object, RevocationIndex>();

/** Checks a list against the key it should be of. Throws REVOCATION_UNAVAILABLE: a list that cannot be read revokes nothing safely. */
export function revocationIndex(list: unknown, kid: string): RevocationIndex {
  const bad = (detail: string) => new Failure('REVOCATION_UNAVAILABLE', { detail });
  if (!isObject(list)) throw bad('The revocation list is not an object.');
  if (list.kid !== kid) throw bad('The revocation list is of another key.');
  const known = indexes.get(list);
  if (known) return known;
  if (list.method !== 'rid') throw bad('The revocation list uses an unknown method.');
  const ctr = counterOf(list.ctr);
  if (typeof ctr !== 'number') throw bad('The revocation list has no proper counter.');
  if (!Array.isArray(list.rids)) throw bad('The revocation list has no entries.');
  const before = new Map<string, number>();
  for (const entry of list.rids) {
    const match = typeof entry === 'string' ? ENTRY.exec(entry) : null;
    if (!match?.[1]) throw bad('The revocation list has a malformed entry.');
    const time = match[2] === undefined ? Number.POSITIVE_INFINITY : Number(match[2]);
    before.set(match[1], Math.max(time, before.get(match[1]) ?? 0));
  }
  const index: RevocationIndex = { ctr, isRevoked: (rid, nbf) => nbf < (before.get(rid) ?? Number.NEGATIVE_INFINITY) };
  indexes.set(list, index);
  return index;
}
