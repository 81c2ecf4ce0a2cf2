/** Making a link. SMART Health Links, "Sharing Application Generates a SMART Health Link URI". */

import { toBase64url, utf8 } from '../internal/bytes.js';
import { readAddress } from './address.js';
import { isKey } from './payload.js';

/** The members of a link as they are written. */
export interface LinkPayload {
  readonly url: string;
  readonly key: string;
  /** Seconds since 1970. */
  readonly exp?: number;
  readonly flag?: string;
  readonly label?: string;
}

export interface CreateLinkOptions {
  /** The manifest's address (of the one file, with flag U): https, at most 128 characters, with 256 random bits in it. */
  readonly url: string;
  /** 43 base64url characters; made when left out. */
  readonly key?: string;
  /** At most 80 characters. Everybody who sees the link can read it: no name of a condition, if that matters. */
  readonly label?: string;
  /** When the link ends: a Date, or seconds since 1970. */
  readonly exp?: Date | number;
  /** L long-term, P passcode, U direct file, in any order. U and P exclude each other. */
  readonly flag?: string;
  /** A page that opens links, put before the link with `#`, e.g. `https://viewer.example.org/`. */
  readonly viewer?: string;
}

/** A fresh key: 32 random bytes as base64url. */
export const generateLinkKey = (): string => toBase64url(crypto.getRandomValues(new Uint8Array(32)));

/** Epoch seconds of an expiry; TypeError when it is none. */
function secondsOf(exp: Date | number): number {
  const seconds = exp instanceof Date ? Math.floor(exp.getTime() / 1000) : exp;
  if (typeof seconds !== 'number' || !(seconds > 0) || seconds > 1e11) {
    throw new TypeError('exp must be a Date or a number of seconds since 1970');
  }
  return seconds;
}

/** The flags in alphabetical order, each once. */
function flagsOf(flag: string): string {
  if (typeof flag !== 'string' || !/^[A-Z]*$/.test(flag)) throw new TypeError('flag must be capital letters');
  const flags = [...new Set(flag)].sort().join('');
  if (/P.*U/.test(flags)) throw new TypeError('flag cannot have both P and U');
  return flags;
}

/** A viewer's address ending in `#`. */
function prefixOf(viewer: string): string {
  const address = typeof viewer === 'string' ? readAddress(viewer) : undefined;
  if (!address?.ok || address.url.hash) throw new TypeError('viewer must be an https address without a fragment');
  return viewer.endsWith('#') ? viewer : `${viewer}#`;
}

/**
 * Makes a SMART Health Link for files that a host keeps at `url`, encrypted with `key` (see encryptFile). Makes no request,
 * and cannot see whether `url` really has 256 random bits.
 *
 * @returns `uri`: `shlink:/...`, behind the viewer's address when one is given; show it as a QR code of level M. `key`:
 *   the one secret of the link, also inside `uri`: it never goes to the host.
 * @throws {TypeError} on what the standard does not allow: an address that is not https (http on loopback passes, for
 *   demonstrations) or longer than 128 characters, a label over 80, P with U, an expiry in milliseconds, a key that is none.
 */
export function createLink({ url, key = generateLinkKey(), label, exp, flag, viewer }: CreateLinkOptions): {
  uri: string;
  payload: LinkPayload;
  key: string;
} {
  if (typeof url !== 'string' || !readAddress(url).ok) throw new TypeError('url must be an https address');
  if (url.length > 128) throw new TypeError('url must have at most 128 characters');
  if (!isKey(key)) throw new TypeError('key must be 43 characters of base64url (32 bytes)');
  if (url.includes(key)) throw new TypeError('url must not hold the key');
  if (label !== undefined && (typeof label !== 'string' || [...label].length > 80)) {
    throw new TypeError('label must be text of at most 80 characters');
  }
  const flags = flag === undefined ? '' : flagsOf(flag);
  const payload: LinkPayload = {
    url,
    key,
    ...(exp !== undefined && { exp: secondsOf(exp) }),
    ...(flags && { flag: flags }),
    ...(label !== undefined && { label }),
  };
  const uri = `shlink:/${toBase64url(utf8(JSON.stringify(payload)))}`;
  return { uri: viewer === undefined ? uri : prefixOf(viewer) + uri, payload, key };
}
