/** A request to an address that a stranger wrote: bounded in time and size, no credentials, no referrer, no redirects. */

import { Failure, type KnownCode } from '../errors.js';
import type { Bytes } from './bytes.js';
import type { Limits } from './limits.js';

export type Fetch = typeof globalThis.fetch;

export interface BoundedRequest {
  readonly limits: Limits;
  /** Body cap in bytes, and the code when it is passed. */
  readonly maxBytes: number;
  readonly tooLarge: KnownCode;
  readonly fetch?: Fetch | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly cache?: RequestCache;
}

export interface BoundedResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Bytes;
}

/**
 * Fetches and reads a body under `maxBytes`. Any HTTP status but a redirect is returned for the caller to judge.
 * Throws NETWORK, NETWORK_TIMEOUT, NETWORK_REDIRECT or `tooLarge` as Failure; rethrows the reason of `signal`.
 * One AbortController covers headers and body, so nothing stays open behind a failure.
 */
export async function boundedFetch(url: string, request: BoundedRequest): Promise<BoundedResponse> {
  const { limits, signal, maxBytes } = request;
  signal?.throwIfAborted();
  const controller = new AbortController();
  const onAbort = () => controller.abort(signal?.reason);
  signal?.addEventListener('abort', onAbort, { once: true });
  let timedOut = false;
  const expire = () => {
    timedOut = true;
    controller.abort();
  };
  const whole = setTimeout(expire, limits.requestTimeout);
  const connect = setTimeout(expire, limits.connectTimeout);
  try {
    const response = await raced(
      (request.fetch ?? globalThis.fetch)(url, {
        method: request.method ?? 'GET',
        // A manual redirect is not followed, and unlike 'error' it can be told apart from a network failure.
        redirect: 'manual',
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
        cache: request.cache ?? 'no-store',
        signal: controller.signal,
        ...(request.headers && { headers: request.headers }),
        ...(request.body !== undefined && { body: request.body }),
      }),
      controller.signal,
    );
    clearTimeout(connect);
    const { status } = response;
    if (
      response.type === 'opaqueredirect' ||
      response.redirected ||
      (status >= 300 && status < 400 && status !== 304)
    ) {
      throw new Failure('NETWORK_REDIRECT');
    }
    return {
      status,
      headers: response.headers,
      bytes: await readBody(response, maxBytes, request.tooLarge, controller.signal),
    };
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    if (error instanceof Failure) throw error;
    if (timedOut) throw new Failure('NETWORK_TIMEOUT', { params: { seconds: limits.requestTimeout / 1000 } });
    throw new Failure('NETWORK');
  } finally {
    clearTimeout(whole);
    clearTimeout(connect);
    signal?.removeEventListener('abort', onAbort);
    // Ends whatever is still under way (a body over its cap, a refused redirect); does nothing to a finished request.
    controller.abort();
  }
}

/** Ends the wait when the signal fires even if an injected fetch or stream ignores the signal. */
function raced<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    if (signal.aborted) {
      // The promise may still reject; nobody else listens.
      promise.catch(() => {});
      return onAbort();
    }
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

async function readBody(
  response: Response,
  maxBytes: number,
  tooLarge: KnownCode,
  signal: AbortSignal,
): Promise<Bytes> {
  if (!response.body) return new Uint8Array(0);
  const reader = response.body.getReader();
  const chunks: Uint8Array[] = [];
  let total = 0;
  for (;;) {
    const { done, value } = await raced(reader.read(), signal);
    if (done) break;
    total += value.length;
    if (total > maxBytes) {
      reader.cancel().catch(() => {});
      throw new Failure(tooLarge, { params: { max: maxBytes } });
    }
    chunks.push(value);
  }
  const bytes = new Uint8Array(total);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
