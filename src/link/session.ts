/** What an opening is given, checked before any request; and how it asks. */

import { type BoundedRequest, type BoundedResponse, boundedFetch, type Fetch } from '../internal/fetch.js';
import { type Limits, withLimits } from '../internal/limits.js';
import type { Trust } from '../trust/policy.js';
import { requireAddress } from './address.js';
import { asLinkError, HealthLinkError, linkError } from './errors.js';
import { retryAfterOf } from './manifest.js';
import { linkOf, parseLink, payloadOf } from './payload.js';
import type { HealthLink, LinkFile } from './types.js';

export interface OpenOptions {
  /** Who is opening: shown to the person who shared. Required by the standard. */
  readonly recipient: string;
  /** Sent once. A wrong one is never sent again by itself. */
  readonly passcode?: string | undefined;
  /** From createTrust: for the cards inside. Without it they are read, and nobody is trusted. */
  readonly trust?: Trust | undefined;
  readonly fetch?: Fetch | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Characters of an encrypted file the host may put into the manifest itself. Default 200,000: 64 of them fit under the manifest's cap. */
  readonly embeddedLengthMax?: number | undefined;
  /** Called with each file when its outcome is final, in the order they come. `index` is its place in the manifest. */
  readonly onFile?: ((file: LinkFile, index: number, total: number) => void) | undefined;
  /** Open although `exp` has passed. */
  readonly allowExpired?: boolean | undefined;
  /** Allow http and https on this very machine: demonstrations and tests. */
  readonly allowLoopback?: boolean | undefined;
  readonly limits?: Partial<Limits> | undefined;
  readonly now?: (() => Date) | undefined;
}

const EMBEDDED_LENGTH_MAX = 200_000;
/** Seconds we wait by ourselves before the one retry after a 5xx; a longer Retry-After is for the caller. */
const LONGEST_PAUSE = 5;

/** The options with everything filled in, and the link they are for. */
export interface Session {
  readonly link: HealthLink;
  readonly recipient: string;
  readonly passcode: string | undefined;
  readonly trust: Trust | undefined;
  readonly fetch: Fetch | undefined;
  readonly signal: AbortSignal | undefined;
  readonly embeddedLengthMax: number;
  readonly onFile: NonNullable<OpenOptions['onFile']>;
  readonly allowLoopback: boolean;
  readonly limits: Limits;
  readonly now: () => Date;
}

/** Resolves after a time, or rejects with the signal's reason. */
export function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const onAbort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, milliseconds);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

/** Everything that can stop an opening before a request. Throws HealthLinkError, or TypeError on misuse. */
export function startSession(input: HealthLink | string, options: OpenOptions): Session {
  if (typeof options !== 'object' || options === null) throw new TypeError('openLink needs { recipient }');
  const { passcode, recipient, embeddedLengthMax = EMBEDDED_LENGTH_MAX, now = () => new Date() } = options;
  if (recipient !== undefined && typeof recipient !== 'string') throw new TypeError('recipient must be a string');
  if (passcode !== undefined && typeof passcode !== 'string') throw new TypeError('passcode must be a string');
  if (!Number.isInteger(embeddedLengthMax) || embeddedLengthMax < 0) {
    throw new TypeError('embeddedLengthMax must be a whole number of characters');
  }
  const limits = withLimits(options.limits);
  const link = readLink(input, now());
  const stops = link.findings.filter(
    ({ code, severity }) => severity === 'error' && !(code === 'LINK_EXPIRED' && options.allowExpired),
  );
  if (stops.length > 0) throw new HealthLinkError(stops);
  try {
    requireAddress(link.url, { allowLoopback: options.allowLoopback ?? false });
  } catch (error) {
    throw asLinkError(error);
  }
  if (!recipient?.trim()) throw linkError('LINK_RECIPIENT_REQUIRED');
  if (link.flags.has('P') && !passcode) throw linkError('LINK_PASSCODE_REQUIRED');
  return {
    link,
    // A lone surrogate cannot be written into a URL.
    recipient: recipient.trim().replace(/\p{Surrogate}/gu, '\ufffd'),
    passcode: passcode || undefined,
    trust: options.trust,
    fetch: options.fetch,
    signal: options.signal,
    embeddedLengthMax,
    onFile: options.onFile ?? (() => {}),
    allowLoopback: options.allowLoopback ?? false,
    limits,
    now,
  };
}

function readLink(input: HealthLink | string, now: Date): HealthLink {
  if (typeof input === 'string') return parseLink(input, { now: () => now });
  const iterable = typeof input === 'object' && input !== null && typeof input.flags?.[Symbol.iterator] === 'function';
  if (!iterable) throw new TypeError('openLink takes a link or its text');
  // Checked again: the object may have been made or changed elsewhere, and time has passed.
  return linkOf(payloadOf(input), now);
}

/** One request under the session's bounds. */
export const ask = (
  session: Session,
  url: string,
  request: Pick<BoundedRequest, 'maxBytes' | 'tooLarge' | 'method' | 'headers' | 'body'>,
) => boundedFetch(url, { limits: session.limits, fetch: session.fetch, signal: session.signal, ...request });

/** Asks once more after a 5xx, after the pause the server asks for if it is short. */
export async function politely(session: Session, request: () => Promise<BoundedResponse>): Promise<BoundedResponse> {
  const response = await request();
  if (response.status < 500) return response;
  const wait = retryAfterOf(response.headers, session.now()) ?? 1;
  if (wait > LONGEST_PAUSE) return response;
  await pause(wait * 1000, session.signal);
  return request();
}
