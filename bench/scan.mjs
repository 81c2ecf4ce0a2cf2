/**
 * How many codes are read, by what makes them hard: our decoder with both engines beside the bare libraries.
 *
 *   node bench/scan.mjs [--seed=7] [--count=360] [--readers=ours-wasm,ours-js,zxing-wasm,qr,zxing-js,jsqr]
 *
 * Pictures are made as they are needed (test/corpus); the same seed makes the same pictures. "Read" means that the text is
 * exactly the one in the code. Needs `npm run build` (or `npx tsc`) before. jsqr takes most of the time.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

const require = createRequire(import.meta.url);

const READERS = {
  'ours-wasm': () => ours('wasm'),
  'ours-js': () => ours('js'),
  'zxing-wasm': bareZxingWasm,
  qr: bareQr,
  'zxing-js': bareZxingJs,
  jsqr: bareJsqr,
};

async function ours(engine) {
  const { createDecoder } = await import('../dist/src/qr/index.js');
  const decoder = await createDecoder({ engine });
  return async (image) => (await decoder.decode(image, { still: true, timeLimit: 10_000 }))?.text ?? null;
}

/** Its own defaults but for the format. */
async function bareZxingWasm() {
  const { prepareZXingModule, readBarcodes } = await import('zxing-wasm/reader');
  const wasmBinary = readFileSync(require.resolve('zxing-wasm/reader/zxing_reader.wasm'));
  await prepareZXingModule({ fireImmediately: true, overrides: { wasmBinary } });
  return async (image) => (await readBarcodes(image, { formats: ['QRCode'], maxNumberOfSymbols: 1 }))[0]?.text ?? null;
}

async function bareQr() {
  const { decodeQR } = await import('qr/decode.js');
  return orNull((image) => decodeQR(image));
}

/** Three passes: local threshold, the same inverted, global threshold. */
async function bareZxingJs() {
  const part = (name) => require(`@zxing/library/cjs/core/${name}.js`).default;
  const [Bitmap, Local, Global] = ['BinaryBitmap', 'common/HybridBinarizer', 'common/GlobalHistogramBinarizer'].map(
    part,
  );
  const [Grey, Reader, Inverted] = ['RGBLuminanceSource', 'qrcode/QRCodeReader', 'InvertedLuminanceSource'].map(part);
  const { toLuma } = await import('../dist/src/qr/luma.js');
  const pass = (Binarizer, source) => new Reader().decode(new Bitmap(new Binarizer(source))).getText();
  return (image) => {
    const { data, width, height } = toLuma(image);
    const grey = () => new Grey(new Uint8ClampedArray(data), width, height);
    const passes = [() => pass(Local, grey()), () => pass(Local, new Inverted(grey())), () => pass(Global, grey())];
    return passes.reduce((text, next) => text ?? orNull(next)(), null);
  };
}

function bareJsqr() {
  const jsqr = require('jsqr');
  return ({ data, width, height }) => jsqr(data, width, height)?.data ?? null;
}

const orNull =
  (read) =>
  (...args) => {
    try {
      return read(...args);
    } catch {
      return null;
    }
  };

/** Every `step`th picture, by all readers. */
async function measure({ seed, count, readers, first, step }) {
  const { sample } = await import('../dist/test/corpus/corpus.js');
  const read = {};
  for (const name of readers) read[name] = await READERS[name]();
  for (let number = first; number < count; number += step) {
    const { kind, text, image } = sample(seed, number);
    const results = {};
    for (const name of readers) {
      const start = performance.now();
      const found = await read[name](image);
      const outcome = found === null ? 'none' : found === text ? 'read' : 'wrong';
      results[name] = { outcome, ms: performance.now() - start };
    }
    parentPort.postMessage({ kind, results });
  }
}

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
const ms = (rows, name) => `${Math.round(median(rows.map(({ results }) => results[name].ms)))} ms`;

function print(rows, readers, kinds) {
  const coded = rows.filter(({ kind }) => kind !== 'no code');
  const empty = rows.filter(({ kind }) => kind === 'no code');
  const line = (...cells) => console.log(`| ${cells.join(' | ')} |`);
  const share = (some, name) => {
    const hits = some.filter(({ results }) => results[name].outcome === 'read').length;
    return some === coded ? `${((100 * hits) / some.length).toFixed(1)}%` : String(hits);
  };
  line('kind', 'pictures', ...readers);
  line('---', ...['', ...readers].map(() => '---:'));
  for (const kind of kinds) {
    const some = coded.filter((row) => row.kind === kind);
    line(kind, some.length, ...readers.map((name) => share(some, name)));
  }
  line('all', coded.length, ...readers.map((name) => share(coded, name)));
  line(
    'wrong text',
    rows.length,
    ...readers.map((name) => rows.filter(({ results }) => results[name].outcome === 'wrong').length),
  );
  line(
    'median, read',
    '',
    ...readers.map((name) =>
      ms(
        coded.filter(({ results }) => results[name].outcome === 'read'),
        name,
      ),
    ),
  );
  line(
    'median, not read',
    '',
    ...readers.map((name) =>
      ms(
        coded.filter(({ results }) => results[name].outcome !== 'read'),
        name,
      ),
    ),
  );
  line('median, no code', empty.length, ...readers.map((name) => ms(empty, name)));
}

async function main() {
  const option = (name, standard) =>
    process.argv.find((arg) => arg.startsWith(`--${name}=`))?.split('=')[1] ?? standard;
  const [seed, count] = [Number(option('seed', 7)), Number(option('count', 360))];
  const readers = option('readers', Object.keys(READERS).join(',')).split(',');
  const step = Math.max(1, Math.min(availableParallelism(), 4));
  const rows = [];
  await Promise.all(
    Array.from({ length: step }, (_, first) => {
      const worker = new Worker(fileURLToPath(import.meta.url), { workerData: { seed, count, readers, first, step } });
      worker.on('message', (row) => {
        rows.push(row);
        if (process.stderr.isTTY) process.stderr.write(`\r${rows.length} of ${count}`);
      });
      return new Promise((resolve, reject) => worker.on('error', reject).on('exit', resolve));
    }),
  );
  console.log(`Reading, corpus of seed ${seed}, ${count} pictures of 720p and 1080p\n`);
  const { KINDS } = await import('../dist/test/corpus/corpus.js');
  print(rows, readers, Object.keys(KINDS));
}

await (isMainThread ? main() : measure(workerData));
