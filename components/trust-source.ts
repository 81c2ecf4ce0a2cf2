/** `directory` and `issuers` attributes, or `.trust`, as one Trust. A directory is fetched once for a page, however many elements name it. */

import {
  type CardResult,
  type Code,
  createTrust,
  type IssuerDirectory,
  loadDirectory,
  type Trust,
} from '../src/index.js';

export interface TrustChoice {
  readonly trust?: Trust | undefined;
  /** URL, resolved against the page. */
  readonly directory?: string | undefined;
  /** Space-separated issuer URLs. */
  readonly issuers?: string | undefined;
}

export interface ResolvedTrust {
  /** Undefined when the page gave no policy. */
  readonly trust?: Trust;
  /** The directory could not be had; the rest of the policy still counts. */
  readonly problem?: Code;
}

const directories = new Map<string, Promise<IssuerDirectory>>();

function directoryAt(url: string): Promise<IssuerDirectory> {
  const known = directories.get(url);
  if (known) return known;
  const loading = loadDirectory(url);
  directories.set(url, loading);
  // A failure is not remembered: the next check asks again.
  loading.catch(() => directories.delete(url));
  return loading;
}

/** Keeps the Trust of one element for as long as its choice stays the same, and with it the keys it has fetched. */
export class TrustSource {
  #key: string | undefined;
  #trust: Promise<ResolvedTrust> | undefined;

  /** Never rejects. */
  get({ trust, directory, issuers }: TrustChoice): Promise<ResolvedTrust> {
    if (trust) return Promise.resolve({ trust });
    const key = JSON.stringify([directory ?? '', issuers ?? '']);
    if (this.#trust && this.#key === key) return this.#trust;
    this.#key = key;
    const made = resolve(directory, issuers);
    this.#trust = made;
    void made.then(({ problem }) => {
      if (problem && this.#trust === made) this.#trust = undefined;
    });
    return made;
  }

  /** May the issuer of this card be asked, if a person wants it? Only one that is not listed, and never under 'never'. */
  mayAsk({ verdict, signature, issuer }: CardResult, trust: Trust | undefined): boolean {
    const https = issuer.url?.startsWith('https://') ?? false;
    return (
      https &&
      verdict === 'untrusted' &&
      signature === 'unchecked' &&
      trust?.liveKeys !== 'never' &&
      trust?.liveKeys !== 'any'
    );
  }

  /** The same policy, allowed to ask issuers that are not listed. They stay untrusted. */
  asking(trust: Trust | undefined): Trust {
    return createTrust({ ...trust?.policy, liveKeys: 'any' });
  }
}

async function resolve(directory = '', issuers = ''): Promise<ResolvedTrust> {
  const listed = issuers.split(/\s+/).filter(Boolean);
  let loaded: IssuerDirectory | undefined;
  let problem: Code | undefined;
  if (directory) {
    try {
      loaded = await directoryAt(new URL(directory, document.baseURI).href);
    } catch (error) {
      problem = codeOf(error);
    }
  }
  if (!loaded && listed.length === 0) return problem ? { problem } : {};
  const policy = loaded ? { directory: loaded } : {};
  try {
    return { trust: createTrust({ ...policy, issuers: listed }), ...(problem && { problem }) };
  } catch {
    // An address in `issuers` that can be no issuer: none of the list counts, the directory still does.
    return { ...(loaded && { trust: createTrust(policy) }), problem: problem ?? 'ISSUER_URL' };
  }
}

/** The code of an error of the core; RUNTIME for anything else. */
export function codeOf(error: unknown): Code {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]+$/.test(code) ? (code as Code) : 'RUNTIME';
}
