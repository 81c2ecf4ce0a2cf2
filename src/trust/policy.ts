/** Who is trusted, and why: the caller's directory, allow-list and rules for asking issuers, as one object. */

import { Failure } from '../errors.js';
import type { Fetch } from '../internal/fetch.js';
import { type Limits, withLimits } from '../internal/limits.js';
import { certificateFacts, fromPem } from './certificate.js';
import { checkIssuerUrl } from './issuer-url.js';
import { keysOf, type UsableKey, usableKey } from './keys.js';
import { LiveIssuers } from './live.js';
import { type RevocationIndex, revocationIndex } from './revocation.js';
import type { IssuerDirectory, IssuerJwk, JWKS, ListedIssuer, RevocationList } from './types.js';

/** An issuer the caller trusts by its own decision. */
export interface AllowedIssuer {
  readonly url: string;
  readonly name?: string;
  readonly website?: string;
  readonly keys?: readonly IssuerJwk[] | JWKS;
  readonly crls?: readonly RevocationList[];
}

/** The options of createTrust. */
export interface TrustPolicy {
  /** One directory, or several: the first that has an issuer answers for it. */
  readonly directory?: IssuerDirectory | readonly IssuerDirectory[];
  readonly issuers?: readonly (string | AllowedIssuer)[];
  /** When issuers themselves are asked. Default 'listed'. */
  readonly liveKeys?: 'never' | 'listed' | 'any';
  /** Root or intermediate certificates, PEM, that the caller believes. */
  readonly anchors?: readonly string[];
  /** Accept issuers on this machine, over http too. Default false. */
  readonly allowLoopback?: boolean;
  /** Milliseconds. A directory older than this answers only together with the issuer itself. Default 7 days. */
  readonly maxDirectoryAge?: number;
  /** Milliseconds a card may come from the future (`nbf` only). Default 60,000. */
  readonly clockSkew?: number;
  readonly fetch?: Fetch;
  readonly now?: () => Date;
  readonly limits?: Partial<Limits>;
}

/** Why an issuer is listed, and what is known of it. */
export interface Listing extends ListedIssuer {
  readonly by: 'directory' | 'allow-list';
  /** The directory this comes from is older than the policy allows. */
  readonly stale: boolean;
}

/** A policy made ready by createTrust: keeps what it has fetched, so make one and use it for every card. */
export interface Trust {
  readonly policy: TrustPolicy;
  readonly liveKeys: 'never' | 'listed' | 'any';
  readonly allowLoopback: boolean;
  readonly clockSkew: number;
  readonly limits: Limits;
  now(): Date;
  /** Who vouches for this raw `iss`, if anybody. */
  find(issuer: string): Listing | undefined;
  /** The issuer's key. Throws KEY_UNKNOWN, KEY_INVALID, TRUST_STALE, JWKS_FORMAT, NETWORK*; never asks an unlisted issuer unless liveKeys is 'any'. */
  key(issuer: string, kid: string, signal?: AbortSignal): Promise<UsableKey>;
  /** The list for a key, with a counter of at least `ctr`. Throws REVOCATION_UNAVAILABLE. */
  revocationList(issuer: string, kid: string, ctr: number, signal?: AbortSignal): Promise<RevocationIndex>;
  /** A list the caller gave for a key that does not say it has one. */
  givenList(issuer: string, kid: string): boolean;
}

const WEEK = 7 * 24 * 60 * 60 * 1000;
const LIVE_POLICIES = ['never', 'listed', 'any'] as const;

/** The allow-list as a map; refuses what could never match. */
function allowList(issuers: TrustPolicy['issuers'] = []): Map<string, ListedIssuer> {
  return new Map(
    issuers.map((entry) => {
      const { url, name, website, keys, crls } = typeof entry === 'string' ? ({ url: entry } as AllowedIssuer) : entry;
      if (typeof url !== 'string') throw new TypeError('issuers: each needs a url');
      const { problem } = checkIssuerUrl(url);
      if (problem) throw new TypeError(`issuers: ${url} cannot be an issuer. ${problem}`);
      const listed: ListedIssuer = {
        url,
        ...(name && { name }),
        ...(website && { website }),
        ...(keys && { keys: keysOf(keys) }),
        ...(crls && { crls: [...crls] }),
      };
      return [url, listed];
    }),
  );
}

/**
 * Makes a trust from a policy. Nothing is fetched until a card asks for it.
 *
 * An issuer is trusted when the allow-list or a directory has exactly its `iss`; the allow-list is looked at first. Given keys and lists are used
 * before live ones; once an issuer has answered, its own set replaces the given one, so that a key withdrawn there no longer counts. With
 * 'never', a directory older than `maxDirectoryAge` gives TRUST_STALE: raise the age for use without a network.
 *
 * @throws TypeError on an option that cannot be right, named in the message.
 */
export function createTrust(policy: TrustPolicy = {}): Trust {
  const liveKeys = policy.liveKeys ?? 'listed';
  if (!LIVE_POLICIES.includes(liveKeys)) throw new TypeError("liveKeys must be 'never', 'listed' or 'any'");
  for (const name of ['maxDirectoryAge', 'clockSkew'] as const) {
    const value = policy[name];
    if (value !== undefined && !(typeof value === 'number' && value >= 0))
      throw new TypeError(`${name} must be milliseconds`);
  }
  for (const anchor of policy.anchors ?? []) {
    try {
      fromPem(anchor).map(certificateFacts);
    } catch {
      throw new TypeError('anchors must be PEM certificates');
    }
  }
  const limits = withLimits(policy.limits);
  const now = policy.now ?? (() => new Date());
  const maxAge = policy.maxDirectoryAge ?? WEEK;
  const directories = ([] as IssuerDirectory[]).concat(
    (policy.directory as IssuerDirectory | IssuerDirectory[] | undefined) ?? [],
  );
  for (const directory of directories) {
    if (typeof directory?.get !== 'function') throw new TypeError('directory must come from loadDirectory');
  }
  const allowed = allowList(policy.issuers);
  const live = new LiveIssuers({ fetch: policy.fetch, limits, now });

  function find(issuer: string): Listing | undefined {
    const own = allowed.get(issuer);
    const directory = directories.find((candidate) => candidate.get(issuer));
    const listed = directory?.get(issuer);
    if (own) {
      // The name may come from the directory; keys and lists of an allow-list entry are the caller's own word.
      return {
        ...listed,
        ...own,
        by: 'allow-list',
        stale: !own.keys && listed?.keys !== undefined && isStale(directory),
      };
    }
    return listed && { ...listed, by: 'directory', stale: isStale(directory) };
  }

  function isStale(directory: IssuerDirectory | undefined): boolean {
    return directory?.time !== undefined && now().getTime() - directory.time.getTime() > maxAge;
  }

  const mayAsk = (listing: Listing | undefined) =>
    liveKeys === 'any' || (liveKeys === 'listed' && listing !== undefined);

  async function key(issuer: string, kid: string, signal?: AbortSignal): Promise<UsableKey> {
    const listing = find(issuer);
    const ask = mayAsk(listing);
    const given = listing?.keys;
    const isGiven = given?.some((jwk) => jwk.kid === kid) ?? false;
    if (given && !ask && listing.stale) throw new Failure('TRUST_STALE');
    if (given && isGiven && !listing.stale && !(ask && live.has(issuer))) return usableKey(given, kid);
    if (!ask) throw new Failure('KEY_UNKNOWN');
    let keys: readonly IssuerJwk[];
    try {
      keys = await live.keys(issuer, signal);
    } catch (error) {
      if (error instanceof Failure && isGiven) throw new Failure('TRUST_STALE', { params: { cause: error.code } });
      throw error;
    }
    return usableKey(keys, kid);
  }

  async function revocationList(
    issuer: string,
    kid: string,
    ctr: number,
    signal?: AbortSignal,
  ): Promise<RevocationIndex> {
    const listing = find(issuer);
    let problem: unknown;
    for (const list of listing?.crls ?? []) {
      if (list.kid !== kid) continue;
      try {
        const index = revocationIndex(list, kid);
        if (index.ctr >= ctr) return index;
      } catch (error) {
        problem = error;
      }
    }
    if (mayAsk(listing)) return live.revocationList(issuer, kid, ctr, signal);
    throw (
      problem ?? new Failure('REVOCATION_UNAVAILABLE', { detail: 'No revocation list of the right age is at hand.' })
    );
  }

  return Object.freeze({
    policy: Object.freeze({ ...policy }),
    liveKeys,
    allowLoopback: policy.allowLoopback ?? false,
    clockSkew: policy.clockSkew ?? 60_000,
    limits,
    now,
    find,
    key,
    revocationList,
    givenList: (issuer: string, kid: string) => find(issuer)?.crls?.some((list) => list.kid === kid) ?? false,
  });
}
