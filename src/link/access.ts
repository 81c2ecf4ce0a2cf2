/**
 * `application/smart-api-access`: a token for somebody's FHIR server, and the queries it was made for.
 * The token is kept here, outside of every object that is shown, copied or sent: only a query uses it.
 */

import type { FhirResource } from 'fhir/r4.js';
import { Failure } from '../errors.js';
import { fromUtf8 } from '../internal/bytes.js';
import { boundedFetch, type Fetch } from '../internal/fetch.js';
import { isObject, parseJson } from '../internal/json.js';
import { type Limits, withLimits } from '../internal/limits.js';
import { readAddress, requireAddress } from './address.js';
import { asLinkError, linkFailure } from './errors.js';
import { refusalOf } from './manifest.js';
import type { ApiAccess } from './types.js';

const tokens = new WeakMap<ApiAccess, string>();

/** Queries one file may suggest. */
const MOST_QUERIES = 64;

/** Reads an access token response with `aud`. Throws FHIR_SHAPE. */
export function readAccess(value: unknown, now: Date): ApiAccess {
  const broken = (detail: string) => linkFailure('FHIR_SHAPE', { detail });
  if (!isObject(value)) throw broken('It is not an access token response.');
  const { aud, access_token: token, scope, patient, expires_in: lasts, query } = value;
  if (typeof aud !== 'string' || !readAddress(aud).ok) throw broken('It does not name its server.');
  if (typeof token !== 'string' || !/^[\x21-\x7e]+$/.test(token)) throw broken('It has no token.');
  const queries = Array.isArray(query) ? query.filter((item) => typeof item === 'string').slice(0, MOST_QUERIES) : [];
  const ends = typeof lasts === 'number' && lasts >= 0 && lasts < 1e10 ? now.getTime() + lasts * 1000 : undefined;
  const access: ApiAccess = Object.freeze({
    aud,
    ...(typeof scope === 'string' && { scope }),
    ...(typeof patient === 'string' && { patient }),
    ...(ends !== undefined && { expiresAt: new Date(ends).toISOString() }),
    queries: Object.freeze(queries),
  });
  tokens.set(access, token);
  return access;
}

/** The address of a query, when it stays under the server the token is for. Throws LINK_URL. */
function addressOf(aud: string, query: string): string {
  const base = new URL(aud.endsWith('/') ? aud : `${aud}/`);
  const target = new URL(query, base);
  const inside = target.origin === base.origin && target.pathname.startsWith(base.pathname) && !target.username;
  if (!inside || /%2e|%2f|%5c|\\/i.test(query.split('?')[0] as string)) {
    throw linkFailure('LINK_URL', { detail: 'The query leads away from the server it was made for.' });
  }
  target.hash = '';
  return target.href;
}

export interface QueryOptions {
  readonly fetch?: Fetch;
  readonly signal?: AbortSignal;
  readonly limits?: Partial<Limits>;
  readonly allowLoopback?: boolean;
}

/**
 * Runs one of the queries that a shared API access suggests: one GET under its server, with its token. Only on a
 * person's click: the server sees who asks. What comes back is shared, not verified, and its links are not followed.
 *
 * @param access as openLink gave it (the same object: a copy has no token).
 * @param query relative to the server's base URL, e.g. one of `access.queries`.
 * @returns the resource, mostly a searchset Bundle.
 * @throws {HealthLinkError} `LINK_URL` (leads elsewhere), `NETWORK*`, `LINK_RATE_LIMITED`, `TOO_LARGE`,
 *   `JSON_SYNTAX`, `FHIR_SHAPE`.
 * @throws {TypeError} on an access that is not openLink's own.
 */
export async function queryAccess(
  access: ApiAccess,
  query: string,
  { fetch, signal, limits, allowLoopback = false }: QueryOptions = {},
): Promise<FhirResource> {
  const token = tokens.get(access);
  if (token === undefined || typeof query !== 'string')
    throw new TypeError('queryAccess takes an access from openLink, and a query');
  const caps = withLimits(limits);
  try {
    requireAddress(access.aud, { allowLoopback });
    const response = await boundedFetch(addressOf(access.aud, query), {
      limits: caps,
      maxBytes: caps.linkFileBytes,
      tooLarge: 'TOO_LARGE',
      fetch,
      signal,
      headers: { authorization: `Bearer ${token}`, accept: 'application/fhir+json' },
    });
    const refusal = refusalOf(response, 'part', new Date());
    if (refusal) throw refusal;
    const value = parseJson(fromUtf8(response.bytes), { depth: caps.jsonDepth, duplicates: true });
    if (!isObject(value) || typeof value.resourceType !== 'string') throw new Failure('FHIR_SHAPE');
    return value as unknown as FhirResource;
  } catch (error) {
    throw asLinkError(error);
  }
}
