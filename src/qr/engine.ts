/** Choosing an engine: WebAssembly where it is allowed and loads, else JavaScript. Each is loaded only when it is chosen. */

import { Failure } from '../errors.js';
import type { DecoderOptions, Engine } from './types.js';

/**
 * @param wasm where the WebAssembly module is, or a function that reads its bytes
 * @throws Failure RUNTIME when the engine asked for cannot be had
 */
export async function chooseEngine(
  wanted: NonNullable<DecoderOptions['engine']>,
  wasm: string | (() => Promise<Uint8Array<ArrayBuffer>>),
): Promise<Engine> {
  if (wanted !== 'js') {
    try {
      const { wasmEngine } = await import('./engine-wasm.js');
      return await wasmEngine(typeof wasm === 'string' ? wasm : await wasm());
    } catch {
      if (wanted === 'wasm') throw new Failure('RUNTIME', { detail: 'WebAssembly cannot be used here.' });
    }
  }
  try {
    const { jsEngine } = await import('./engine-js.js');
    return jsEngine();
  } catch {
    throw new Failure('RUNTIME', { detail: 'The QR reader did not load.' });
  }
}
