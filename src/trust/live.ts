/** Key sets and revocation lists asked from the issuers themselves: bounded, cached per issuer, one request at a time for each address. */

import { Failure, type KnownCode } from '../errors.js';
import { fromUtf8 } from '../internal/bytes.js';
import { boundedFetch, type Fetch } from '../internal/fetch.js';
import { parseJson } from '../internal/json.js';
import type { Limits } from '../internal/limits.js';
import { keysOf } from './keys.js';
import { type RevocationIndex, revocationIndex } from './revocation.js';
import type { IssuerJwk } from './types.js';

interface Shared<T> {
  readonly promise: Promise<T>;
  readonly controller: AbortController;
  waiting: number;
}

/** One run for everyone who asks for the same thing at the same time; it is aborted when all of them have given up. */
class InFlight<T> {
  readonly #runs = new Map<string, Shared<T>>();

  async run(key: string, signal: AbortSignal | undefined, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    signal?.throwIfAborted();
    let shared = this.#runs.get(key);
    if (!shared) {
      const controller = new AbortController();
      const promise = work(controller.signal).finally(() => this.#runs.delete(key));
      promise.catch(() => {});
      shared = { promise, controller, waiting: 0 };
      this.#runs.set(key, shared);
    }
    const mine = shared;
    mine.waiting++;
    return new Promise<T>((resolve, reject) => {
      const leave = () => {
        if (--mine.waiting === 0) {
          this.#runs.delete(key);
          mine.controller.abort();
        }
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', leave, { once: true });
      mine.promise.then(resolve, reject).finally(() => signal?.removeEventListener('abort', leave));
    });
  }
}

interface CachedKeys {
  readonly keys: readonly IssuerJwk[];
  readonly fetchedAt: number;
}

/** How long a fetched key set is used before the issuer is asked again, in milliseconds. */
const FRESH_FOR = 60 * 60 * 1000;

/** What was asked of issuers under one trust policy. */
export class LiveIssuers {
  readonly #keys = new Map<string, CachedKeys>();
  readonly #lists = new Map<string, RevocationIndex>();
  readonly #keyRequests = new InFlight<CachedKeys>();
  readonly #listRequests = new InFlight<RevocationIndex>();

  constructor(private readonly options: { fetch: Fetch | undefined; limits: Limits; now: () => Date }) {}

  /** The key set fetched last, while it is fresh. */
  known(issuer: string): readonly IssuerJwk[] | undefined {
    const cached = this.#keys.get(issuer);
    return cached && this.#isFresh(cached) ? cached.keys : undefined;
  }

  /** True once the issuer has answered: from then on the given set no longer counts. */
  has(issuer: string): boolean {
    return this.#keys.has(issuer);
  }

  #isFresh({ fetchedAt }: CachedKeys): boolean {
    const age = this.options.now().getTime() - fetchedAt;
    return age >= 0 && age < FRESH_FOR;
  }

  /** The issuer's key set, fetched unless a fresh one is known. Throws NETWORK*, JWKS_FORMAT. */
  async keys(issuer: string, signal?: AbortSignal): Promise<readonly IssuerJwk[]> {
    const known = this.known(issuer);
    if (known) return known;
    const answer = await this.#keyRequests.run(issuer, signal, async (shared) => {
      const text = await this.#get(
        `${issuer}/.well-known/jwks.json`,
        this.options.limits.keySetBytes,
        'JWKS_FORMAT',
        shared,
      );
      const keys = keysOf(parse(text, 'JWKS_FORMAT'));
      const cached = { keys, fetchedAt: this.options.now().getTime() };
      this.#keys.set(issuer, cached);
      return cached;
    });
    return answer.keys;
  }

  /**
   * The issuer's revocation list for a key with a counter of at least `ctr`. A counter never goes down. Throws REVOCATION_UNAVAILABLE for
   * whatever is wrong, since the answer is then unknown.
   */
  async revocationList(issuer: string, kid: string, ctr: number, signal?: AbortSignal): Promise<RevocationIndex> {
    const id = `${issuer} ${kid}`;
    const known = this.#lists.get(id);
    if (known && known.ctr >= ctr) return known;
    const index = await this.#listRequests.run(id, signal, async (shared) => {
      const url = `${issuer}/.well-known/crl/${kid}.json`;
      try {
        const text = await this.#get(url, this.options.limits.revocationListBytes, 'REVOCATION_UNAVAILABLE', shared);
        return revocationIndex(parse(text, 'REVOCATION_UNAVAILABLE'), kid);
      } catch (error) {
        if (!(error instanceof Failure) || error.code === 'REVOCATION_UNAVAILABLE') throw error;
        throw new Failure('REVOCATION_UNAVAILABLE', { params: { cause: error.code } });
      }
    });
    const newest = this.#lists.get(id);
    if (index.ctr < ctr || (newest && index.ctr < newest.ctr)) {
      throw new Failure('REVOCATION_UNAVAILABLE', {
        detail: 'The published list is older than the issuer says it is.',
      });
    }
    this.#lists.set(id, index);
    return index;
  }

  async #get(url: string, maxBytes: number, tooLarge: KnownCode, signal: AbortSignal): Promise<string> {
    const { fetch, limits } = this.options;
    const { status, bytes } = await boundedFetch(url, { limits, maxBytes, tooLarge, fetch, signal, cache: 'no-cache' });
    if (status !== 200) throw new Failure('NETWORK_STATUS', { params: { status } });
    return fromUtf8Or(tooLarge, bytes);
  }
}

/** What was fetched is never the card's own fault: broken text and JSON are the code of the thing fetched. */
function fromUtf8Or(code: KnownCode, bytes: Uint8Array): string {
  try {
    return fromUtf8(bytes);
  } catch {
    throw new Failure(code, { detail: 'It is not UTF-8 text.' });
  }
}

function parse(text: string, code: KnownCode): unknown {
  try {
    return parseJson(text, { code, duplicates: true });
  } catch {
    throw new Failure(code, { detail: 'It is not JSON.' });
  }
}
