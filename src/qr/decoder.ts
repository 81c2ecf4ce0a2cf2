/** The decoder that pages use: off the main thread where that is possible, one image at a time, each under a time limit. */

import { Failure } from '../errors.js';
import { wasmUrl } from './assets.js';
import { TIME_LIMIT } from './ladder.js';
import { pageThread } from './page-thread.js';
import type { Thread, ThreadOptions } from './thread.js';
import type { DecodeOptions, DecoderOptions, QrDecoder, QrImage, QrRead } from './types.js';
import { workerThread } from './worker-thread.js';

/** A larger picture is refused: make it smaller first. Phones take 12 to 50 megapixels. */
const MAX_PIXELS = 40_000_000;

/**
 * Makes a decoder, for the browser, a worker or Node. Loads the engine: make one and keep it.
 *
 * It reads in a module worker; where that cannot be (Node, another origin, Content-Security-Policy, Trusted Types) in the thread
 * of the caller. Everything is loaded from beside our own file, or from the URLs given.
 * @param options.engine `wasm` (zxing-wasm), `js` (qr, then @zxing/library), or `auto`: the first that works here
 * @throws Failure RUNTIME when the engine asked for does not work here, TypeError for an option that is none
 */
export async function createDecoder(options: DecoderOptions = {}): Promise<QrDecoder> {
  const { engine = 'auto' } = options;
  if (!['auto', 'wasm', 'js'].includes(engine)) throw new TypeError('engine must be auto, wasm or js');
  const settings: ThreadOptions = {
    engine,
    wasmUrl: options.wasmUrl === undefined ? wasmUrl() : absolute(options.wasmUrl),
    workerUrl: options.workerUrl,
  };
  const start = async () => (await workerThread(settings)) ?? pageThread(settings);
  return new Decoder(await start(), start);
}

/** A page's relative URL; in Node there is no page, and a file URL is expected. */
const absolute = (url: string | URL): URL => new URL(url, globalThis.location?.href);

class Decoder implements QrDecoder {
  #thread: Thread;
  readonly #start: () => Promise<Thread>;
  /** The image being read: the next waits for it. */
  #busy: Promise<unknown> = Promise.resolve();
  #disposed = false;

  constructor(thread: Thread, start: () => Promise<Thread>) {
    this.#thread = thread;
    this.#start = start;
  }

  get engine() {
    return this.#thread.engine;
  }

  get thread() {
    return this.#thread.where;
  }

  async decode(image: QrImage, { still = false, signal, timeLimit }: DecodeOptions = {}): Promise<QrRead | null> {
    signal?.throwIfAborted();
    check(image);
    const limit = timeLimit ?? (still ? TIME_LIMIT.still : TIME_LIMIT.frame);
    if (!(limit > 0)) throw new TypeError('timeLimit must be a positive number of milliseconds');
    const reading = this.#busy.then(async () => {
      signal?.throwIfAborted();
      if (this.#thread.ended && !this.#disposed) this.#thread = await this.#start();
      if (this.#disposed) {
        this.#thread.end(disposedOf());
        throw disposedOf();
      }
      return this.#thread.read(image, { still, timeLimit: limit, signal });
    });
    this.#busy = reading.catch(() => {});
    return signal ? untilAborted(reading, signal) : reading;
  }

  dispose(): void {
    this.#disposed = true;
    this.#thread.end(disposedOf());
  }
}

const disposedOf = () => new DOMException('The QR decoder was disposed of.', 'AbortError');

function check({ data, width, height }: QrImage): void {
  if (
    !Number.isInteger(width) ||
    !Number.isInteger(height) ||
    width < 1 ||
    height < 1 ||
    data.length !== 4 * width * height
  ) {
    throw new TypeError('The image must be RGBA of width x height pixels');
  }
  if (width * height > MAX_PIXELS) {
    throw new Failure('TOO_LARGE', { detail: 'The picture has too many pixels.', params: { max: MAX_PIXELS } });
  }
}

/** Ends the wait, not the work: the worker finishes or meets its limit before the next image. */
function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
