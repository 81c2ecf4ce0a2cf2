/** Reading in a module worker: the page stays free, and a reader that hangs can be ended. */

import { Failure } from '../errors.js';
import { workerUrl } from './assets.js';
import type { FromWorker, ToWorker } from './messages.js';
import { workerScriptUrl } from './script-url.js';
import type { ReadOptions, Thread, ThreadOptions } from './thread.js';
import type { EngineName, QrImage, QrRead } from './types.js';

/** Milliseconds for the worker's file to load and run, and then for the engine. After that we read in the page. */
const HELLO_LIMIT = 8_000;
const READY_LIMIT = 20_000;
/** Milliseconds over the time limit before a worker that does not stop by itself is ended. */
const GRACE = 250;

/**
 * Starts the worker.
 * @returns null when there can be none: no Worker here, another origin, a file that does not load, a Content-Security-Policy or
 *   Trusted Types policy that forbids it, or no engine in it
 */
export async function workerThread(options: ThreadOptions): Promise<Thread | null> {
  if (typeof Worker !== 'function') return null;
  let worker: Worker;
  try {
    const url = options.workerUrl ? new URL(options.workerUrl, globalThis.location?.href) : workerUrl();
    worker = new Worker(workerScriptUrl(url), { type: 'module', name: 'shc-elements-qr' });
  } catch {
    return null;
  }
  const engine = await ready(worker, options);
  if (!engine) {
    worker.terminate();
    return null;
  }
  return new WorkerThread(worker, engine);
}

const send = (worker: Worker, message: ToWorker) => worker.postMessage(message);

function ready(worker: Worker, { engine, wasmUrl }: ThreadOptions): Promise<EngineName | null> {
  return new Promise((resolve) => {
    let timer = setTimeout(finish, HELLO_LIMIT, null);
    function finish(name: EngineName | null) {
      clearTimeout(timer);
      worker.onmessage = worker.onerror = null;
      resolve(name);
    }
    worker.onerror = (event) => {
      // Reading goes on in the page: no reason to alarm anyone in the console.
      event.preventDefault?.();
      finish(null);
    };
    worker.onmessage = ({ data: message }: MessageEvent<FromWorker>) => {
      if (message.type === 'hello') {
        clearTimeout(timer);
        timer = setTimeout(finish, READY_LIMIT, null);
        send(worker, { type: 'start', engine, wasmUrl: String(wasmUrl) });
      } else finish(message.type === 'ready' ? message.engine : null);
    };
  });
}

class WorkerThread implements Thread {
  readonly where = 'worker';
  ended = false;
  #stop: ((reason: unknown) => void) | undefined;

  constructor(
    private readonly worker: Worker,
    readonly engine: EngineName,
  ) {}

  read({ data, width, height }: QrImage, { still, timeLimit }: ReadOptions): Promise<QrRead | null> {
    return new Promise<QrRead | null>((resolve, reject) => {
      const timer = setTimeout(() => this.end(new Failure('DECODE_TIMEOUT')), timeLimit + GRACE);
      const done = () => {
        clearTimeout(timer);
        this.#stop = undefined;
        this.worker.onmessage = this.worker.onerror = null;
      };
      this.#stop = (reason) => {
        done();
        reject(reason);
      };
      this.worker.onerror = (event) => {
        event.preventDefault?.();
        this.end(broken());
      };
      this.worker.onmessage = ({ data: message }: MessageEvent<FromWorker>) => {
        if (message.type !== 'read') return this.end(broken());
        done();
        resolve(message.read);
      };
      send(this.worker, { type: 'read', image: { data, width, height }, options: { still, timeLimit } });
    });
  }

  end(reason: unknown): void {
    this.ended = true;
    this.worker.terminate();
    this.#stop?.(reason);
  }
}

const broken = () => new Failure('RUNTIME', { detail: 'The QR reader stopped.' });
