/** The issuer's side of revocation: identifiers that tell nobody whose card it is, and the lists that name them. */

import { toBase64url, utf8 } from '../internal/bytes.js';
import { RID } from '../trust/revocation.js';
import type { RevocationList } from '../trust/types.js';

/**
 * A revocation identifier: the first 64 bits of HMAC-SHA-256 over a user id, base64url; the HMAC key is the secret followed by the kid. The same user and
 * key give the same rid, so revoke with a time when only the older cards are meant.
 * @param secret known to the issuer only; 32 random bytes. A weak one lets others find out whose cards are revoked.
 * @see SMART Health Cards, Revocation
 */
export async function revocationId(secret: string | Uint8Array, kid: string, userId: string): Promise<string> {
  const bytes = typeof secret === 'string' ? utf8(secret) : new Uint8Array(secret);
  for (const [name, value] of Object.entries({ secret: bytes, kid, userId })) {
    if (value.length === 0) throw new TypeError(`${name} must not be empty`);
  }
  const keyBytes = new Uint8Array([...bytes, ...utf8(kid)]);
  const key = await crypto.subtle.importKey('raw', keyBytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const mac = await crypto.subtle.sign('HMAC', key, utf8(userId));
  return toBase64url(new Uint8Array(mac, 0, 8));
}

const ENTRY = /^[A-Za-z0-9_-]{1,24}(\.\d+)?$/;

/** A revocation list to publish at `<iss>/.well-known/crl/<kid>.json`. Publish the key's `crlVersion` with the same `ctr`. Throws TypeError. */
export function revocationList({
  kid,
  ctr,
  rids,
}: {
  kid: string;
  ctr: number;
  rids: readonly string[];
}): RevocationList {
  if (typeof kid !== 'string' || kid === '') throw new TypeError('kid must not be empty');
  if (!Number.isSafeInteger(ctr) || ctr < 1) throw new TypeError('ctr must be a positive integer');
  if (!rids.every((rid) => ENTRY.test(rid)))
    throw new TypeError('rids must be identifiers, each with .seconds after it where it has a time');
  return { kid, method: 'rid', ctr, rids: [...rids] };
}

/**
 * A new list with one more entry and the next counter.
 * @param before revokes only cards issued before this time; without it, all cards with the rid.
 */
export function revoke(list: RevocationList, rid: string, before?: Date): RevocationList {
  if (!RID.test(rid)) throw new TypeError('rid must be at most 24 base64url characters');
  if (before && Number.isNaN(before.getTime())) throw new TypeError('before must be a Date');
  // Cards may carry fractions of a second; rounding up revokes them all the same.
  const entry = before ? `${rid}.${Math.ceil(before.getTime() / 1000)}` : rid;
  return revocationList({
    kid: list.kid,
    ctr: list.ctr + 1,
    rids: list.rids.includes(entry) ? list.rids : [...list.rids, entry],
  });
}
