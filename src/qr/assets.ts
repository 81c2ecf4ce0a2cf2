/** Where the two files are that are loaded on first use. A bundled build replaces this module by its own. */

/** The worker: in a built package a single file without imports. */
export const workerUrl = (): URL => new URL('./worker.js', import.meta.url);

/** The WebAssembly module of zxing-wasm, copied beside this file by the build. */
export const wasmUrl = (): URL => new URL('./zxing_reader.wasm', import.meta.url);
