/** Fetches the file that `<shc-display src>` names: bounded, without redirects, with credentials for the page's own origin only. */

import { Failure } from '../src/index.js';

const MOST_BYTES = 5_000_000;
const MOST_MILLISECONDS = 10_000;

/**
 * @param src URL, resolved against the page: of its own origin, or https
 * @throws Failure NETWORK, NETWORK_TIMEOUT, NETWORK_STATUS, NETWORK_REDIRECT, TOO_LARGE; the signal's reason
 */
export async function loadCardFile(src: string, signal: AbortSignal): Promise<Blob> {
  const url = URL.canParse?.(src, document.baseURI) === false ? undefined : new URL(src, document.baseURI);
  if (!url || (url.origin !== location.origin && url.protocol !== 'https:')) throw new Failure('NETWORK');
  const timeout = new AbortController();
  const stop = () => timeout.abort(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  const timer = setTimeout(() => timeout.abort(new Failure('NETWORK_TIMEOUT')), MOST_MILLISECONDS);
  try {
    signal.throwIfAborted();
    const response = await fetch(url, {
      credentials: 'same-origin',
      referrerPolicy: 'no-referrer',
      cache: 'no-store',
      redirect: 'manual',
      signal: timeout.signal,
    });
    if (response.type === 'opaqueredirect') throw new Failure('NETWORK_REDIRECT');
    if (!response.ok) throw new Failure('NETWORK_STATUS');
    return await read(response);
  } catch (error) {
    signal.throwIfAborted();
    if (timeout.signal.aborted) throw timeout.signal.reason;
    throw error instanceof Failure ? error : new Failure('NETWORK');
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}

/** Counts while reading: a length that is announced proves nothing. */
async function read(response: Response): Promise<Blob> {
  const reader = response.body?.getReader();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for (let size = 0; reader; ) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > MOST_BYTES) {
      await reader.cancel();
      throw new Failure('TOO_LARGE');
    }
    parts.push(value);
  }
  return new Blob(parts);
}
