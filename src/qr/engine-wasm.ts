/** Reading with zxing-cpp compiled to WebAssembly (the zxing-wasm package). */

import {
  binarizers,
  characterSets,
  defaultReaderOptions,
  eanAddOnSymbols,
  encodeFormats,
  prepareZXingModule,
  purgeZXingModule,
  type ReaderOptions,
  textModes,
  type ZXingReaderModule,
  type ZXingReadResult,
  type ZXingVector,
} from 'zxing-wasm/reader';
import type { Engine, Luma, QrRead, Step } from './types.js';
import { bowed, through, VIEWS } from './views.js';

/** The smallest module there is: tells whether this page may run WebAssembly at all, before anything is fetched. */
const EMPTY_MODULE = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

/** The module with the memory that Emscripten gives it; its types come from elsewhere. */
type Zxing = ZXingReaderModule & {
  readonly HEAPU8: Uint8Array;
  _malloc(size: number): number;
  _free(at: number): void;
};

type Options = Partial<Pick<ReaderOptions, 'tryHarder' | 'tryRotate' | 'tryInvert' | 'tryDownscale'>>;

const QUICK: Options = { tryHarder: false, tryRotate: false, tryDownscale: false, tryInvert: true };

const COMMON = {
  ...defaultReaderOptions,
  // Micro codes have too little error correction to be looked for in noise.
  formats: encodeFormats(['QRCodeModel2']),
  maxNumberOfSymbols: 1,
  textMode: textModes.indexOf('Plain'),
  characterSet: characterSets.indexOf('Unknown'),
  binarizer: binarizers.indexOf('LocalAverage'),
  eanAddOnSymbol: eanAddOnSymbols.indexOf('Ignore'),
};

/**
 * Loads the engine.
 * @param source the URL of zxing_reader.wasm, or its bytes
 * @throws whatever the browser says where WebAssembly is blocked (a Content-Security-Policy without 'wasm-unsafe-eval') or the file cannot be had
 */
export async function wasmEngine(source: string | Uint8Array<ArrayBuffer>): Promise<Engine> {
  new WebAssembly.Module(EMPTY_MODULE);
  const compiled = await compile(source);
  const zxing = await instantiate(compiled);
  const look =
    (options: Options): Step['look'] =>
    (picture) =>
      readWith(zxing, picture, options);
  const { plain, near, sharp, large } = VIEWS;
  const [quick, full] = [look(QUICK), look({})];
  return {
    name: 'wasm',
    steps: {
      frame: [through(plain, 'quick', quick)],
      hardFrame: [through(plain, 'full', full), through(near, 'quick', quick)],
      still: [plain, near, sharp, ...bowed(0.05), large].map((view) => through(view, 'full', full)),
    },
  };
}

async function compile(source: string | Uint8Array<ArrayBuffer>): Promise<WebAssembly.Module> {
  if (typeof source !== 'string') return WebAssembly.compile(source);
  const response = await fetch(source, { credentials: 'same-origin' });
  if (!response.ok) throw new Error(`zxing_reader.wasm: ${response.status}`);
  // Bytes, not compileStreaming: servers that send the wrong Content-Type are common.
  return WebAssembly.compile(await response.arrayBuffer());
}

/** Our own instantiation: the library's would look for its file on a public CDN, and writes to the console. */
function instantiate(compiled: WebAssembly.Module): Promise<Zxing> {
  return new Promise((resolve, reject) => {
    prepareZXingModule({
      fireImmediately: true,
      overrides: {
        locateFile: (path: string) => path,
        instantiateWasm(imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance) => void) {
          WebAssembly.instantiate(compiled, imports).then(done, reject);
          return {};
        },
      },
    }).then((zxing) => resolve(zxing as Zxing), reject);
    // It keeps the last one for itself otherwise.
    purgeZXingModule();
  });
}

function readWith(zxing: Zxing, { data, width, height }: Luma, options: Options): QrRead | null {
  const at = zxing._malloc(data.length);
  if (!at) return null;
  let results: ZXingVector<ZXingReadResult> | undefined;
  try {
    zxing.HEAPU8.set(data, at);
    results = zxing.readBarcodesFromPixmap(at, width, height, {
      ...COMMON,
      ...options,
    });
    const found = results.size() > 0 ? results.get(0) : undefined;
    if (!found?.isValid) return null;
    const { topLeft, topRight, bottomRight, bottomLeft } = found.position;
    return { text: found.text, corners: [topLeft, topRight, bottomRight, bottomLeft] };
  } finally {
    // The library itself never frees its vectors.
    (results as { delete?(): void } | undefined)?.delete?.();
    zxing._free(at);
  }
}
