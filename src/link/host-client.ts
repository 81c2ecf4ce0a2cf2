/**
 * A LinkHost over HTTP, for pages: the interface for makers that the demo's host has beside the specification's own requests.
 *
 *     POST   /            { flag, passcode?, exp? }   201 { id, url, secret }
 *     PUT    /:id/files   { files: [{ contentType, jwe, status?, fhirVersion? }] }   204
 *     GET    /:id/openings                            200 { openings: [{ at, recipient }] }, oldest first
 *     DELETE /:id                                     204
 *
 * All but the first carry `Authorization: Bearer <secret>`.
 */

import { fromUtf8 } from '../internal/bytes.js';
import { type BoundedRequest, type BoundedResponse, boundedFetch, type Fetch } from '../internal/fetch.js';
import { isObject, parseJson } from '../internal/json.js';
import { DEFAULT_LIMITS, type Limits } from '../internal/limits.js';
import { readAddress } from './address.js';
import { asLinkError, linkError } from './errors.js';
import type { HostedAccess, LinkHost } from './host.js';
import { refusalOf } from './manifest.js';

/** An answer is small; the list of who opened a link may be long. */
const MAX_ANSWER = 1_000_000;
/** Uploading over a telephone takes its time. */
const UPLOAD: Limits = Object.freeze({ ...DEFAULT_LIMITS, connectTimeout: 120_000, requestTimeout: 120_000 });

type Call = Pick<BoundedRequest, 'method'> & {
  readonly path: string;
  readonly secret?: string;
  readonly send?: object;
  readonly signal?: AbortSignal | undefined;
};

const unreadable = () => linkError('NETWORK_STATUS', { actor: 'host', detail: 'Its answer cannot be read.' });

/** The JSON object of an answer. Throws NETWORK_STATUS when there is none. */
function objectOf({ bytes }: BoundedResponse): Record<string, unknown> {
  let value: unknown;
  try {
    value = parseJson(fromUtf8(bytes), { depth: 8 });
  } catch {
    throw unreadable();
  }
  if (!isObject(value)) throw unreadable();
  return value;
}

const isToken = (value: unknown): value is string => typeof value === 'string' && /^[\w-]{1,200}$/.test(value);

const isAccess = (value: unknown): value is HostedAccess =>
  isObject(value) && typeof value.at === 'string' && typeof value.recipient === 'string';

/**
 * Talks to a host like the demo's. What it sends is encrypted already; the key is never given to it. Requests carry no
 * cookies and follow no redirect. A link whose files could not be uploaded is taken down again.
 *
 * Each function rejects with a HealthLinkError: `LINK_INACTIVE` (the link has ended, update and accesses only),
 * `TOO_LARGE` (more than the host takes), `LINK_RATE_LIMITED` (with `retryAfter`), `NETWORK_STATUS`, `NETWORK`,
 * `NETWORK_TIMEOUT`, `NETWORK_REDIRECT`; or with the reason of the signal.
 *
 * @param url where the host's interface is, without a trailing slash: https, or http on loopback for demonstrations.
 * @param options `fetch`: one of the page's own.
 * @throws {TypeError} on an address that is not one.
 */
export function createHostClient(url: string, { fetch }: { fetch?: Fetch } = {}): LinkHost {
  const address = typeof url === 'string' ? readAddress(url) : undefined;
  if (!address?.ok || address.url.search || address.url.hash) throw new TypeError('url must be an https address');
  const base = url.replace(/\/+$/, '');

  const call = async ({ method, path, secret, send, signal }: Call): Promise<BoundedResponse> => {
    let response: BoundedResponse;
    try {
      response = await boundedFetch(base + path, {
        limits: method === 'PUT' ? UPLOAD : DEFAULT_LIMITS,
        maxBytes: MAX_ANSWER,
        tooLarge: 'NETWORK_STATUS',
        ...(method && { method }),
        headers: {
          ...(secret !== undefined && { Authorization: `Bearer ${secret}` }),
          ...(send && { 'Content-Type': 'application/json' }),
        },
        ...(send && { body: JSON.stringify(send) }),
        fetch,
        signal,
      });
    } catch (error) {
      throw asLinkError(error);
    }
    if (response.status === 413) throw linkError('TOO_LARGE', { actor: 'sender', params: { status: 413 } });
    // Without a secret there is no link yet that could have ended.
    const refusal = refusalOf(response, secret === undefined ? 'part' : 'direct-file', new Date());
    if (refusal) throw refusal;
    return response;
  };

  /** `manage` is `<id>.<secret>`. */
  const linkOf = (manage: string): { path: string; secret: string } => {
    const [id, secret, ...rest] = typeof manage === 'string' ? manage.split('.') : [];
    if (!isToken(id) || !isToken(secret) || rest.length > 0) throw new TypeError('manage is not from this host');
    return { path: `/${id}`, secret };
  };

  const host: Required<LinkHost> = {
    async create({ files, passcode, exp, flag }, { signal } = {}) {
      const terms = {
        flag: [...flag].sort().join(''),
        ...(passcode !== undefined && { passcode }),
        ...(exp !== undefined && { exp }),
      };
      const { id, secret, url: at } = objectOf(await call({ method: 'POST', path: '', send: terms, signal }));
      if (!isToken(id) || !isToken(secret) || typeof at !== 'string') throw unreadable();
      const manage = `${id}.${secret}`;
      try {
        await host.update(manage, files, { ...(signal && { signal }) });
      } catch (error) {
        // An empty link helps nobody. Not under the signal: it may be why we are here.
        await host.revoke(manage).catch(() => {});
        throw error;
      }
      return { url: at, manage };
    },

    async update(manage, files, { signal } = {}) {
      const { path, secret } = linkOf(manage);
      await call({ method: 'PUT', path: `${path}/files`, secret, send: { files }, signal });
    },

    async revoke(manage, { signal } = {}) {
      const { path, secret } = linkOf(manage);
      try {
        await call({ method: 'DELETE', path, secret, signal });
      } catch (error) {
        // Gone already: that is what was asked for.
        if ((error as { code?: unknown }).code !== 'LINK_INACTIVE') throw error;
      }
    },

    async accesses(manage, { signal } = {}) {
      const { path, secret } = linkOf(manage);
      const { openings } = objectOf(await call({ method: 'GET', path: `${path}/openings`, secret, signal }));
      if (!Array.isArray(openings) || !openings.every(isAccess)) throw unreadable();
      return openings.map(({ at, recipient }) => ({ at, recipient })).reverse();
    },
  };
  return host;
}
