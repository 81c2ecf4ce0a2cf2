/**
 * The link itself: finding it in text, reading its payload, and saying everything that can be said before a request.
 * SMART Health Links, "Construct a SMART Health Link Payload".
 */

import { Failure, type Finding, statusOf } from '../errors.js';
import { fromBase64url, fromUtf8 } from '../internal/bytes.js';
import { isObject, parseJson } from '../internal/json.js';
import { entropyOf, readAddress } from './address.js';
import { HealthLinkError, type LinkFindingOptions, linkError, linkFailure, linkFinding } from './errors.js';
import type { HealthLink } from './types.js';

/** Characters of payload we are ready to read; a real one has a few hundred. */
const MAX_PAYLOAD = 16_384;
/** Lines one link may be wrapped over, and places of a text where one may begin. */
const MAX_PIECES = 256;
const MAX_STARTS = 16;

/** The scheme, also as an address bar or a messenger may have escaped it; never the tail of another scheme. */
const SCHEME = /(?<![a-z0-9+.-])shlink(?::|%3a)(?:\/|%2f)/gi;
/** Schemes built on this one that are not it. */
const OTHER_SCHEMES = /(?<![a-z0-9+.-])(vhlink|shlinks|hlink):\//i;
const RUN = /[A-Za-z0-9_-]+/y;
/** What mail programs and word wrap put inside: white space, soft line ends, quote marks, invisible characters. */
const GAP = /=?[\s\u00ad\u200b-\u200d\u2060\ufeff]+(?:>[\s>]*)?/y;

/** The longest beginning of `text` that `pattern` (sticky) matches at `at`. */
function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}

/** The payload object of base64url text, or undefined when it is not a whole one (yet). Throws when it is whole and bad. */
function decodePayload(encoded: string): Record<string, unknown> | undefined {
  let text: string;
  try {
    text = fromUtf8(fromBase64url(encoded));
    JSON.parse(text);
  } catch {
    return undefined;
  }
  const value = parseJson(text, { depth: 16 });
  return isObject(value) ? value : undefined;
}

/** Finds the first link in a text and reads its payload. */
function findPayload(text: string): Record<string, unknown> {
  let starts = 0;
  for (const { index, 0: scheme } of text.matchAll(SCHEME)) {
    if (++starts > MAX_STARTS) break;
    let encoded = '';
    let at = index + scheme.length;
    for (let pieces = 0; pieces < MAX_PIECES; pieces++) {
      at += matchAt(GAP, text, at).length;
      const run = matchAt(RUN, text, at);
      encoded += run;
      if (!run || encoded.length > MAX_PAYLOAD) break;
      const payload = decodePayload(encoded);
      if (payload) return payload;
      at += run.length;
    }
  }
  if (starts > 0) throw linkFailure('LINK_FORMAT', { detail: 'It is cut off or damaged.' });
  const other = OTHER_SCHEMES.exec(text)?.[1]?.toLowerCase();
  throw linkFailure(
    'LINK_FORMAT',
    other
      ? { detail: `It is a link of another kind (${other}).`, params: { scheme: other } }
      : { detail: 'There is no shlink:/ in it.' },
  );
}

const milliseconds = (seconds: number): number => (Math.abs(seconds) > 1e11 ? seconds : seconds * 1000);

/** A newer version may lack what this one has, so it is named first; then what is wrong, then the rest. */
const rank = ({ code, severity }: Finding): number =>
  code === 'LINK_VERSION' ? 0 : severity === 'error' && statusOf(code) === 'invalid' ? 1 : 2;

/**
 * Checks a payload and makes the link of it. Throws HealthLinkError with every finding when it can never be opened;
 * what may pass (an expired link, a loopback address, a newer version) stays as a finding.
 */
export function linkOf(payload: Readonly<Record<string, unknown>>, now: Date): HealthLink {
  const findings: Finding[] = [];
  const note = (code: Parameters<typeof linkFinding>[0], options?: LinkFindingOptions) =>
    findings.push(linkFinding(code, options));
  const { url, key, exp, flag, label, v } = payload;
  // Members the payload writes but that cannot be used are ignored, and said.
  const ignored = (member: string, why: string) =>
    note('LINK_PAYLOAD', { actor: 'sender', detail: `Its "${member}" ${why}.`, params: { member } });

  const version = v === undefined ? 1 : v;
  if (version !== 1) note('LINK_VERSION', typeof version === 'number' ? { params: { version } } : {});

  if (typeof url !== 'string' || url === '') {
    note('LINK_FORMAT', { actor: 'sender', detail: 'It names no address.', params: { member: 'url' } });
  } else {
    const address = readAddress(url);
    if (!address.ok) note('LINK_URL', { detail: address.why });
    else {
      if (address.reach !== 'public') note('LINK_URL_LOCAL', { params: { reach: address.reach } });
      if (url.length > 128) note('LINK_URL_LONG', { params: { length: url.length, max: 128 } });
      const bits = entropyOf(address.url);
      if (bits < 256) note('LINK_URL_ENTROPY', { params: { bits, min: 256 } });
      if (typeof key === 'string' && key.length >= 16 && url.includes(key)) {
        ignored('url', 'holds the key, so the host can read the files');
      }
    }
  }

  if (!isKey(key)) {
    note('LINK_FORMAT', {
      actor: 'sender',
      detail: 'Its key is not 43 characters of base64url.',
      params: { member: 'key' },
    });
  }

  let expires: Date | undefined;
  if (typeof exp === 'number' && Number.isFinite(exp) && Math.abs(milliseconds(exp)) <= 8.64e15) {
    if (Math.abs(exp) > 1e11) ignored('exp', 'is in milliseconds instead of seconds');
    expires = new Date(milliseconds(exp));
    if (expires <= now) note('LINK_EXPIRED', { params: { expired: expires.toISOString() } });
  } else if (exp !== undefined) ignored('exp', 'is not a time in seconds');

  if (flag !== undefined && typeof flag !== 'string') ignored('flag', 'is not text');
  const letters = typeof flag === 'string' ? flag : '';
  if (letters !== [...letters].sort().join('')) ignored('flag', 'is not in alphabetical order');
  const flags = new Set(letters);
  if (flags.has('U') && flags.has('P')) note('LINK_FLAG_CONFLICT');

  if (label !== undefined && typeof label !== 'string') ignored('label', 'is not text');
  if (typeof label === 'string' && [...label].length > 80) {
    note('LINK_LABEL_LONG', { params: { length: [...label].length, max: 80 } });
  }

  if (findings.some((found) => found.severity === 'error' && statusOf(found.code) === 'invalid')) {
    throw new HealthLinkError([...findings].sort((a, b) => rank(a) - rank(b)));
  }
  return Object.freeze({
    url: url as string,
    key: key as string,
    flags,
    ...(expires && { exp: expires }),
    ...(typeof label === 'string' && { label }),
    version: typeof version === 'number' ? version : 0,
    findings: Object.freeze(findings),
  });
}

/** 32 bytes as canonical base64url. */
export function isKey(key: unknown): key is string {
  if (typeof key !== 'string' || key.length !== 43) return false;
  try {
    return fromBase64url(key).length === 32;
  } catch {
    return false;
  }
}

/**
 * Reads a SMART Health Link from any text that holds one: bare `shlink:/...`, behind a viewer's `https://...#`, in a
 * pasted message, with white space around it or line wraps inside. Makes no request, and does not say that the link works.
 *
 * @param text what was scanned or pasted; the first complete link in it is taken.
 * @param options `now`: the clock to judge `exp` by.
 * @returns the link. `findings` says what is known before any request: `LINK_EXPIRED` and `LINK_VERSION` (severity
 *   error: openLink refuses them), and advice (`LINK_URL_LOCAL`, `LINK_URL_LONG`, `LINK_URL_ENTROPY`,
 *   `LINK_LABEL_LONG`, `LINK_PAYLOAD`). `params.actor` of each says who has to act: reader, sender or host.
 *   An `exp` in milliseconds is recognized. Unknown flags and members are ignored.
 * @throws {HealthLinkError} when it can never be opened: `LINK_FORMAT` (no link, cut off, no usable key),
 *   `JSON_DUPLICATE`, `LINK_URL` (http, user name, not an address), `LINK_FLAG_CONFLICT` (U with P);
 *   `LINK_VERSION` when a newer version also lacks what this one needs.
 * @throws {TypeError} when `text` is not a string.
 */
export function parseLink(text: string, { now = () => new Date() }: { now?: () => Date } = {}): HealthLink {
  if (typeof text !== 'string') throw new TypeError('parseLink takes a string');
  try {
    return linkOf(findPayload(text), now());
  } catch (error) {
    if (error instanceof Failure) {
      const { code, finding } = error;
      if (code === 'JSON_DEPTH')
        throw linkError('LINK_FORMAT', { actor: 'sender', detail: 'It is not a link payload.' });
      throw new HealthLinkError([
        finding.params?.actor ? finding : linkFinding('JSON_DUPLICATE', { detail: 'The link cannot be relied on.' }),
      ]);
    }
    throw error;
  }
}

/** The payload members of a link, to check a link that a caller hands over by the same rules as one that was scanned. */
export const payloadOf = ({ url, key, flags, exp, label, version }: HealthLink): Record<string, unknown> => ({
  url,
  key,
  flag: [...flags].join(''),
  v: version,
  ...(exp && { exp: exp.getTime() / 1000 }),
  ...(label !== undefined && { label }),
});
