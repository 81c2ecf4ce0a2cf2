/** Issuer directories: the VCI snapshot (with keys and lists) and the VCI issuer list, from text, object or address. */

import { Failure } from '../errors.js';
import { type Bytes, fromUtf8, utf8 } from '../internal/bytes.js';
import { ecdsaRaw } from '../internal/der.js';
import { boundedFetch, type Fetch } from '../internal/fetch.js';
import { isObject, parseJson } from '../internal/json.js';
import { withLimits } from '../internal/limits.js';
import { certificateFacts, fromBase64, fromPem } from './certificate.js';
import type { IssuerDirectory, IssuerJwk, ListedIssuer, RevocationList } from './types.js';

export interface DirectoryOptions {
  /** A detached ECDSA signature over the exact text, DER: bytes, or base64. Needs `certificate`. */
  readonly signature?: Uint8Array | ArrayBuffer | string;
  /** The signer's certificate: PEM or DER. The caller vouches for it. */
  readonly certificate?: string | Uint8Array | ArrayBuffer;
  readonly fetch?: Fetch;
  readonly signal?: AbortSignal;
  readonly now?: () => Date;
}

const HASH_OF = { 'P-256': 'SHA-256', 'P-384': 'SHA-384', 'P-521': 'SHA-512' } as const;
const SIZE_OF = { 'P-256': 32, 'P-384': 48, 'P-521': 66 } as const;

const optionalText = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** One entry of a directory, copied by name. */
function listedIssuer(issuer: unknown, keys?: unknown, crls?: unknown): ListedIssuer | undefined {
  if (!isObject(issuer)) return undefined;
  const url = optionalText(issuer.iss);
  if (!url) return undefined;
  const name = optionalText(issuer.name);
  const website = optionalText(issuer.website);
  return {
    url,
    ...(name && { name }),
    ...(website && { website }),
    ...(Array.isArray(keys) && { keys: keys.filter(isObject) as unknown as IssuerJwk[] }),
    ...(Array.isArray(crls) && { crls: crls.filter(isObject) as unknown as RevocationList[] }),
  };
}

/** The entries of either published shape. Throws FILE_FORMAT when it is neither. */
function entriesOf(value: unknown): (ListedIssuer | undefined)[] {
  if (isObject(value) && Array.isArray(value.issuerInfo)) {
    return value.issuerInfo.map((info) =>
      isObject(info) ? listedIssuer(info.issuer, info.keys, info.crls) : undefined,
    );
  }
  if (isObject(value) && Array.isArray(value.participating_issuers)) {
    return value.participating_issuers.map((issuer) => listedIssuer(issuer));
  }
  throw new Failure('FILE_FORMAT', { detail: 'It is not an issuer directory.' });
}

/** Verifies the detached signature. Throws SIGNATURE or CERTIFICATE. */
async function verifySignature(text: Bytes, { signature, certificate, now }: DirectoryOptions): Promise<void> {
  if (signature === undefined || certificate === undefined)
    throw new TypeError('signature and certificate go together');
  const bytes = (value: Uint8Array | ArrayBuffer) => new Uint8Array(value);
  let facts: ReturnType<typeof certificateFacts>;
  try {
    facts = certificateFacts(typeof certificate === 'string' ? (fromPem(certificate)[0] as Bytes) : bytes(certificate));
  } catch {
    throw new Failure('CERTIFICATE', { detail: 'The certificate of the directory cannot be read.' });
  }
  const { curve, spki, notBefore, notAfter } = facts;
  const time = now?.() ?? new Date();
  if (time < notBefore || time > notAfter)
    throw new Failure('CERTIFICATE', { detail: 'The certificate of the directory is out of date.' });
  if (!curve)
    throw new Failure('CERTIFICATE', { detail: 'The certificate of the directory has a kind of key we do not use.' });
  let valid = false;
  try {
    const key = await crypto.subtle.importKey('spki', spki, { name: 'ECDSA', namedCurve: curve }, false, ['verify']);
    const der = typeof signature === 'string' ? fromBase64(signature.trim()) : bytes(signature);
    valid = await crypto.subtle.verify(
      { name: 'ECDSA', hash: HASH_OF[curve] },
      key,
      ecdsaRaw(der, SIZE_OF[curve]),
      text,
    );
  } catch {
    valid = false;
  }
  if (!valid) throw new Failure('SIGNATURE', { detail: 'The signature of the directory does not match.' });
}

const isAddress = (text: string) => /^https?:\/\//.test(text);

/**
 * Loads an issuer directory.
 *
 * @param source the directory as a parsed object, as text, or the https address to fetch it from (http on loopback only).
 * @param options `signature` with `certificate` to check the exact text against (so not with a parsed object).
 * @returns a frozen directory; `get` matches the raw `iss` string. Entries without an `iss` are left out. Keys are checked when
 *   they are used, not here.
 * @throws Failure FILE_FORMAT, JSON_SYNTAX, JSON_DUPLICATE, TOO_LARGE, SIGNATURE, CERTIFICATE, NETWORK, NETWORK_TIMEOUT, NETWORK_STATUS,
 *   NETWORK_REDIRECT. Whether the certificate itself is to be believed is not checked: pass only one you have vetted.
 */
export async function loadDirectory(
  source: string | URL | object,
  options: DirectoryOptions = {},
): Promise<IssuerDirectory> {
  const limits = withLimits();
  let value: unknown = source;
  const signed = options.signature !== undefined || options.certificate !== undefined;
  if (typeof source === 'string' || source instanceof URL) {
    let text = String(source).trimStart();
    let bytes: Bytes | undefined;
    if (source instanceof URL || isAddress(text)) {
      const response = await boundedFetch(new URL(text).href, {
        limits,
        maxBytes: limits.directoryBytes,
        tooLarge: 'TOO_LARGE',
        fetch: options.fetch,
        signal: options.signal,
        cache: 'default',
      });
      if (response.status !== 200) throw new Failure('NETWORK_STATUS', { params: { status: response.status } });
      bytes = response.bytes;
      text = fromUtf8(bytes);
    }
    if (signed) await verifySignature(bytes ?? utf8(source as string), options);
    // Directories repeat no member that matters; the check for duplicates would only cost time on megabytes.
    value = parseJson(text, { depth: limits.jsonDepth, duplicates: true, code: 'FILE_FORMAT' });
  } else if (signed) {
    throw new TypeError('a signature is over text: pass the text of the directory');
  }
  const entries = new Map<string, ListedIssuer>();
  for (const entry of entriesOf(value)) {
    if (entry && !entries.has(entry.url)) entries.set(entry.url, Object.freeze(entry));
  }
  const time = isObject(value) && typeof value.time === 'string' ? new Date(value.time) : undefined;
  return Object.freeze({
    size: entries.size,
    ...(time && !Number.isNaN(time.getTime()) && { time }),
    get: (url: string) => entries.get(url),
  });
}
