/** Reading in our own thread: in Node, and in a page that may have no worker. Gives way to the page between steps. */

import { chooseEngine } from './engine.js';
import { createReader } from './ladder.js';
import type { ReadOptions, Thread, ThreadOptions } from './thread.js';
import type { QrImage, QrRead } from './types.js';

const inPage = typeof document === 'object';
const inNode = typeof process === 'object' && typeof process.versions?.node === 'string' && !inPage;

const pause = () => new Promise<void>((resolve) => setTimeout(resolve));

export async function pageThread({ engine: wanted, wasmUrl }: ThreadOptions): Promise<Thread> {
  const engine = await chooseEngine(wanted, inNode ? () => fileBytes(wasmUrl) : String(wasmUrl));
  const reader = createReader(engine);
  const thread = {
    where: 'page' as const,
    engine: engine.name,
    ended: false,
    read: (image: QrImage, options: ReadOptions): Promise<QrRead | null> => reader(image, { ...options, pause }),
    end() {
      thread.ended = true;
    },
  };
  return thread;
}

/** The WebAssembly module in Node: beside our own file in a built package, else in the zxing-wasm package. */
async function fileBytes(url: string | URL): Promise<Uint8Array<ArrayBuffer>> {
  // Bundlers for the browser leave these two alone; they run in Node only.
  const { readFile } = await import(/* webpackIgnore: true */ /* @vite-ignore */ 'node:fs/promises');
  try {
    return new Uint8Array(await readFile(new URL(url)));
  } catch {
    const { createRequire } = await import(/* webpackIgnore: true */ /* @vite-ignore */ 'node:module');
    return new Uint8Array(
      await readFile(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm')),
    );
  }
}
