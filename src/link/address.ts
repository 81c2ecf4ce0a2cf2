/** Addresses that a link or a manifest names: which may be asked, and what can be said about them beforehand. */

import { linkFailure } from './errors.js';

/** Whose machines a host name can reach. */
export type Reach = 'public' | 'private' | 'loopback';

const LOOPBACK =
  /^(?:localhost|(?:.+\.)?localhost|127(?:\.\d+){3}|0\.0\.0\.0|\[::1?\]|\[::ffff:7f[0-9a-f]{2}:[0-9a-f]+\])\.?$/;
const PRIVATE: readonly RegExp[] = [
  /^10(?:\.\d+){3}$/,
  /^192\.168(?:\.\d+){2}$/,
  /^172\.(?:1[6-9]|2\d|3[01])(?:\.\d+){2}$/,
  /^169\.254(?:\.\d+){2}$/,
  /^100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])(?:\.\d+){2}$/,
  /^\[f[cd][0-9a-f]{2}:/,
  /^\[fe[89ab][0-9a-f]:/,
  /^\[::ffff:(?:a[0-9a-f]{2}|c0a8|ac1[0-9a-f]|a9fe):/,
  /\.(?:local|internal|lan|home|intranet|corp|localdomain|home\.arpa)\.?$/,
  /^[^.:[\]]+\.?$/,
];

/** @param hostname as `URL.hostname` gives it: lower case, IPv4 normalized, IPv6 in brackets. */
export function reachOf(hostname: string): Reach {
  if (LOOPBACK.test(hostname)) return 'loopback';
  return PRIVATE.some((pattern) => pattern.test(hostname)) ? 'private' : 'public';
}

/** What an address is, or in plain words why nobody should ask it. */
export type Address =
  | { readonly ok: true; readonly url: URL; readonly reach: Reach }
  | { readonly ok: false; readonly why: string };

/**
 * Reads an address as written. Only https, and http on loopback; no user name, no characters that URL parsers
 * silently reinterpret. Whether loopback may be used is for the caller.
 */
export function readAddress(text: string): Address {
  // WHATWG URL drops tabs and line ends, turns backslashes into slashes, and maps other scripts: none of it is wanted.
  if (!/^[!-[\]-~]+$/.test(text)) return { ok: false, why: 'It holds characters that no address has.' };
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return { ok: false, why: 'It is not a complete web address.' };
  }
  const reach = reachOf(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && reach === 'loopback')) {
    return { ok: false, why: 'It does not start with https.' };
  }
  if (!/^https?:\/\/[^/]/i.test(text)) return { ok: false, why: 'It is not a complete web address.' };
  if (url.username || url.password) return { ok: false, why: 'It holds a user name or a password.' };
  return { ok: true, url, reach };
}

/** Throws LINK_URL unless the address may be asked now. */
export function requireAddress(text: string, { allowLoopback = false } = {}): void {
  const address = readAddress(text);
  if (!address.ok) throw linkFailure('LINK_URL', { detail: address.why });
  if (address.reach === 'loopback' && !allowLoopback) {
    throw linkFailure('LINK_URL', { detail: 'It points to this device itself.' });
  }
}

/** Bits that could be random in path and query, by the alphabet of each long run. An upper estimate, for advice only. */
export function entropyOf({ pathname, search }: URL): number {
  let bits = 0;
  for (const [run] of `${pathname}${search}`.matchAll(/[A-Za-z0-9_-]{8,}/g)) {
    const plain = run.replaceAll('-', '');
    bits += /^\d+$/.test(plain)
      ? plain.length * 3.3
      : /^(?:[\da-f]+|[\dA-F]+)$/.test(plain)
        ? plain.length * 4
        : run.length * 6;
  }
  return Math.floor(bits);
}
