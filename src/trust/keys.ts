/** Issuer keys: made, published, parsed from strangers, and judged before they are used (RFC 7517, 7518, 7638). */

import { calculateJwkThumbprint } from 'jose';
import { Failure, type Finding, finding } from '../errors.js';
import { fromBase64url } from '../internal/bytes.js';
import { isObject } from '../internal/json.js';
import type { IssuerJwk, JWKS } from './types.js';

/** A signing key as generateIssuerKey makes it. Keep `privateJwk` secret. */
export interface IssuerKey {
  /** The SHA-256 thumbprint of the public key, base64url. */
  readonly kid: string;
  readonly privateJwk: JsonWebKey & { kid: string };
  readonly publicJwk: IssuerJwk & { kid: string };
}

const P256 = { name: 'ECDSA', namedCurve: 'P-256' } as const;

/** The thumbprint that has to be the `kid` of an issuer key. */
export const thumbprint = (jwk: { kty?: string; crv?: string; x?: string; y?: string }): Promise<string> =>
  calculateJwkThumbprint({ kty: jwk.kty ?? '', crv: jwk.crv ?? '', x: jwk.x ?? '', y: jwk.y ?? '' }, 'sha256');

/** Makes a P-256 signing key whose `kid` is its thumbprint. */
export async function generateIssuerKey(): Promise<IssuerKey> {
  const pair = await crypto.subtle.generateKey(P256, true, ['sign', 'verify']);
  const { kty = 'EC', crv = 'P-256', x = '', y = '', d = '' } = await crypto.subtle.exportKey('jwk', pair.privateKey);
  const kid = await thumbprint({ kty, crv, x, y });
  const publicJwk = { kty, kid, use: 'sig', alg: 'ES256', crv, x, y };
  return Object.freeze({ kid, privateJwk: Object.freeze({ ...publicJwk, d }), publicJwk: Object.freeze(publicJwk) });
}

/** A key for publicKeySet: an IssuerKey, or a JWK with kid; with the counter of its revocation list and its certificates where there are any. */
export type PublishableKey = (IssuerKey | IssuerJwk) & { crlVersion?: number | string; x5c?: readonly string[] };

/**
 * The set to publish at `<iss>/.well-known/jwks.json`. Members are copied by name, so a private `d` can never get in.
 * Throws TypeError on a key that is not P-256 or has no kid.
 */
export function publicKeySet(keys: readonly PublishableKey[]): JWKS {
  return {
    keys: keys.map((key) => {
      const jwk = ('publicJwk' in key ? key.publicJwk : key) as IssuerJwk;
      const { kty, kid, crv, x, y } = jwk;
      if (kty !== 'EC' || crv !== 'P-256' || !kid || !x || !y)
        throw new TypeError('keys: each must be a P-256 key with a kid');
      const x5c = key.x5c ?? jwk.x5c;
      const crlVersion = key.crlVersion ?? jwk.crlVersion;
      return {
        kty,
        kid,
        use: 'sig',
        alg: 'ES256',
        ...(x5c && { x5c: [...x5c] }),
        crv,
        x,
        y,
        ...(crlVersion !== undefined && { crlVersion }),
      };
    }),
  };
}

/** The keys of a parsed key set. Entries that are no objects are left out. Throws JWKS_FORMAT when it is no key set. */
export function keysOf(value: unknown): IssuerJwk[] {
  const keys = Array.isArray(value) ? value : isObject(value) ? value.keys : undefined;
  if (!Array.isArray(keys)) throw new Failure('JWKS_FORMAT', { detail: 'It has no list of keys.' });
  return keys.filter(isObject) as unknown as IssuerJwk[];
}

/** A key that may verify signatures of this issuer. */
export interface UsableKey {
  readonly kid: string;
  readonly cryptoKey: CryptoKey;
  /** x and y, 64 bytes. */
  readonly point: Uint8Array;
  /** One chain for each entry of the set that carries one; entries may differ only in this. */
  readonly chains: readonly (readonly string[])[];
  /** A positive integer when the issuer publishes a revocation list for the key. 'malformed' fails closed. */
  readonly crlVersion: number | 'malformed' | undefined;
  /** KEY_USE_MISSING, KEY_ALG_MISSING. */
  readonly findings: readonly Finding[];
}

/** Each rule a key has to keep, and what to say when it does not. */
const KEY_RULES: readonly [broken: (jwk: IssuerJwk) => boolean, detail: string][] = [
  [(jwk) => jwk.kty !== 'EC', 'It is not an elliptic-curve key.'],
  [(jwk) => jwk.crv !== 'P-256', 'It is not on the curve P-256.'],
  [(jwk) => typeof jwk.x !== 'string' || typeof jwk.y !== 'string', 'It is incomplete.'],
  [(jwk) => jwk.use !== undefined && jwk.use !== 'sig', 'It is not meant for signatures.'],
  [(jwk) => jwk.alg !== undefined && jwk.alg !== 'ES256', 'It is meant for another algorithm.'],
];

/** The counter of a revocation list: a positive integer, or the same as a decimal string. */
export function counterOf(value: unknown): number | 'malformed' | undefined {
  if (value === undefined) return undefined;
  const number = typeof value === 'string' && /^[1-9]\d{0,14}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number > 0 ? number : 'malformed';
}

const imported = new WeakMap<IssuerJwk, Promise<CryptoKey>>();

/** Checks one key and imports it; the work is done once for each key object. Throws KEY_INVALID. */
function importKey(jwk: IssuerJwk): Promise<CryptoKey> {
  const known = imported.get(jwk);
  if (known) return known;
  const work = (async () => {
    for (const [broken, detail] of KEY_RULES) if (broken(jwk)) throw new Failure('KEY_INVALID', { detail });
    const { kty, crv, x = '', y = '' } = jwk;
    if ((await thumbprint({ kty, crv: crv ?? '', x, y })) !== jwk.kid) {
      throw new Failure('KEY_INVALID', { detail: 'Its name (kid) is not its thumbprint.' });
    }
    try {
      return await crypto.subtle.importKey('jwk', { kty, crv: crv ?? '', x, y }, P256, false, ['verify']);
    } catch {
      throw new Failure('KEY_INVALID', { detail: 'It is not a point on the curve.' });
    }
  })();
  imported.set(jwk, work);
  return work;
}

/**
 * The key named `kid` among an issuer's keys. Several entries with one kid are legal; since the kid is the thumbprint, the usable ones are one and the
 * same key and differ only in their certificates. Throws KEY_UNKNOWN when there is none, KEY_INVALID when none may be used.
 */
export async function usableKey(keys: readonly IssuerJwk[], kid: string): Promise<UsableKey> {
  const named = keys.filter((key) => key.kid === kid);
  if (named.length === 0) throw new Failure('KEY_UNKNOWN');
  // Even when only one of several entries gives the private key away, it is given away.
  if (named.some((jwk) => Object.hasOwn(jwk, 'd'))) {
    throw new Failure('KEY_INVALID', { detail: 'The private key was published, so anybody could have signed.' });
  }
  const usable: { jwk: IssuerJwk; cryptoKey: CryptoKey }[] = [];
  let problem: unknown;
  for (const jwk of named) {
    try {
      usable.push({ jwk, cryptoKey: await importKey(jwk) });
    } catch (error) {
      problem ??= error;
    }
  }
  const [first] = usable;
  if (!first) throw problem;
  const versions = usable.map(({ jwk }) => counterOf(jwk.crlVersion)).filter((version) => version !== undefined);
  const findings: Finding[] = [];
  if (usable.every(({ jwk }) => jwk.use === undefined)) findings.push(finding('KEY_USE_MISSING'));
  if (usable.every(({ jwk }) => jwk.alg === undefined)) findings.push(finding('KEY_ALG_MISSING'));
  return {
    kid,
    cryptoKey: first.cryptoKey,
    point: new Uint8Array([...fromBase64url(first.jwk.x ?? ''), ...fromBase64url(first.jwk.y ?? '')]),
    chains: usable.flatMap(({ jwk }) =>
      Array.isArray(jwk.x5c) && jwk.x5c.every((c) => typeof c === 'string') ? [jwk.x5c] : [],
    ),
    crlVersion: versions.includes('malformed')
      ? 'malformed'
      : versions.length
        ? Math.max(...(versions as number[]))
        : undefined,
    findings,
  };
}
