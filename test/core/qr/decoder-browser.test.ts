import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'puppeteer-core';
import type * as Qr from '../../../src/qr/index.js';
import { chromium, type Harness, harness, type PageSetup } from './browser.js';
import { cardText, drawQr, tiledFinders } from './pictures.js';

const TEXT = cardText(1700);
const CSP =
  "default-src 'none'; script-src 'self'; connect-src 'self'; worker-src 'self'; require-trusted-types-for 'script'";

interface Outcome {
  engine: string;
  thread: string;
  /** The text that was read is the one drawn. */
  same: boolean;
  console: string[];
}

/** Makes a decoder in the page, reads one picture, and tells what happened. */
async function readIn(page: Page, options: Qr.DecoderOptions = {}): Promise<Outcome> {
  const said: string[] = [];
  // The browser itself reports what it blocked and what is missing; we are to add nothing.
  const ofTheBrowser = /violates the following Content|Failed to load resource/;
  page.on('console', (message) => ofTheBrowser.test(message.text()) || said.push(message.text()));
  page.on('pageerror', (error) => said.push(String(error)));
  const { data, width } = drawQr(TEXT);
  const outcome = await page.evaluate(
    async (bytes, size, settings) => {
      const { createDecoder } = (globalThis as unknown as { qr: typeof Qr }).qr;
      const image = { data: Uint8ClampedArray.from(atob(bytes), (c) => c.charCodeAt(0)), width: size, height: size };
      const decoder = await createDecoder(settings);
      const read = await decoder.decode(image);
      const { engine, thread } = decoder;
      decoder.dispose();
      return { engine, thread, text: read?.text ?? null, left: image.data.length };
    },
    Buffer.from(data).toString('base64'),
    width,
    options as { engine?: 'auto' },
  );
  const { left, text, ...rest } = outcome;
  assert.equal(left, data.length, 'the pixels stay with the caller');
  return { ...rest, same: text === TEXT, console: said };
}

describe('createDecoder in Chromium', { skip: chromium ? false : 'no Chromium on this machine' }, () => {
  let site: Harness;
  before(async () => {
    site = await harness();
  });
  after(() => site?.close());

  const cases: [name: string, setup: PageSetup, options: Qr.DecoderOptions, engine: string, thread: string][] = [
    ['reads with WebAssembly in a worker', {}, {}, 'wasm', 'worker'],
    ['reads with JavaScript in a worker when asked', {}, { engine: 'js' }, 'js', 'worker'],
    [
      'reads under a strict policy that blocks WebAssembly',
      { headers: { 'content-security-policy': `${CSP}; trusted-types lit-html shc-elements` } },
      {},
      'js',
      'worker',
    ],
    [
      'uses WebAssembly under a strict policy that allows it',
      {
        headers: {
          'content-security-policy': `${CSP.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'")}; trusted-types shc-elements`,
        },
      },
      {},
      'wasm',
      'worker',
    ],
    [
      'reads in the page where our Trusted Types policy is not allowed',
      { headers: { 'content-security-policy': `${CSP}; trusted-types lit-html` } },
      {},
      'js',
      'page',
    ],
    [
      'reads in the page where workers are forbidden',
      { headers: { 'content-security-policy': "script-src 'self' 'wasm-unsafe-eval'; worker-src 'none'" } },
      {},
      'wasm',
      'page',
    ],
    ['reads in the page when the worker is missing', { missing: ['qr-worker.js'] }, {}, 'wasm', 'page'],
    ['reads in the page when the worker was not bundled', {}, { workerUrl: 'unbundled.js' }, 'wasm', 'page'],
    ['falls back when the WebAssembly file is missing', { missing: ['zxing_reader.wasm'] }, {}, 'js', 'worker'],
  ];
  for (const [name, setup, options, engine, thread] of cases) {
    it(name, async () => {
      const page = await site.open(setup);
      const outcome = await readIn(page, options);
      assert.deepEqual(outcome, { engine, thread, same: true, console: [] });
      await page.close();
    });
  }

  it('reads in the page when the worker is of another origin', async () => {
    const page = await site.open();
    const outcome = await readIn(page, { workerUrl: `${site.otherOrigin}/qr-worker.js` });
    assert.deepEqual(outcome, { engine: 'wasm', thread: 'page', same: true, console: [] });
  });

  it('says so when the engine asked for cannot be had', async () => {
    const page = await site.open({ headers: { 'content-security-policy': CSP } });
    const code = await page.evaluate(async () => {
      const { createDecoder } = (globalThis as unknown as { qr: typeof Qr }).qr;
      return createDecoder({ engine: 'wasm' }).then(
        () => null,
        (error) => error.code,
      );
    });
    assert.equal(code, 'RUNTIME');
  });

  it('works inside a worker of the page', async () => {
    const page = await site.open();
    const source = `import { createDecoder } from '${new URL('qr.js', page.url())}';
      onmessage = async ({ data }) => {
        const decoder = await createDecoder();
        postMessage({ engine: decoder.engine, text: (await decoder.decode(data))?.text });
      };`;
    const { data, width } = drawQr(TEXT);
    const outcome = await page.evaluate(
      (code, bytes, size) =>
        new Promise((resolve) => {
          const worker = new Worker(URL.createObjectURL(new Blob([code], { type: 'text/javascript' })), {
            type: 'module',
          });
          worker.onmessage = (event) => resolve(event.data);
          worker.postMessage({
            data: Uint8ClampedArray.from(atob(bytes), (c) => c.charCodeAt(0)),
            width: size,
            height: size,
          });
        }),
      source,
      Buffer.from(data).toString('base64'),
      width,
    );
    assert.deepEqual(outcome, { engine: 'wasm', text: TEXT });
  });

  it('ends a worker that a crafted image holds, replaces it, and never blocks the page', async () => {
    const page = await site.open();
    const good = drawQr(TEXT);
    const outcome = await page.evaluate(
      async (tileSource, bytes, size) => {
        const { createDecoder } = (globalThis as unknown as { qr: typeof Qr }).qr;
        const tiledFinders = new Function(`return ${tileSource}`)() as (width: number, height: number) => Qr.QrImage;
        const decoder = await createDecoder();
        const crafted = tiledFinders(1660, 1500);
        let longest = 0;
        let last = performance.now();
        const ticks = setInterval(() => {
          longest = Math.max(longest, performance.now() - last);
          last = performance.now();
        }, 5);
        const start = performance.now();
        const answers = await Promise.allSettled([
          decoder.decode(crafted, { timeLimit: 50, still: true }),
          decoder.decode({
            data: Uint8ClampedArray.from(atob(bytes), (c) => c.charCodeAt(0)),
            width: size,
            height: size,
          }),
        ]);
        clearInterval(ticks);
        const [first, second] = answers;
        return {
          code: first.status === 'rejected' ? first.reason.code : first.value,
          text: second.status === 'fulfilled' ? second.value?.text : String(second.reason),
          thread: decoder.thread,
          took: performance.now() - start,
          longest,
        };
      },
      tiledFinders.toString(),
      Buffer.from(good.data).toString('base64'),
      good.width,
    );
    assert.equal(outcome.code, 'DECODE_TIMEOUT');
    assert.equal(outcome.text, TEXT);
    assert.equal(outcome.thread, 'worker');
    assert.ok(outcome.took < 3000, `took ${outcome.took} ms`);
    // Copying the pixels to the worker is all the page has to do.
    assert.ok(outcome.longest < 150, `blocked for ${outcome.longest} ms`);
  });

  it('lets go when aborted or disposed of while reading', async () => {
    const page = await site.open();
    const outcome = await page.evaluate(async (tileSource) => {
      const { createDecoder } = (globalThis as unknown as { qr: typeof Qr }).qr;
      const tiledFinders = new Function(`return ${tileSource}`)() as (width: number, height: number) => Qr.QrImage;
      const decoder = await createDecoder();
      const crafted = tiledFinders(2000, 1500);
      const controller = new AbortController();
      const nameOf = (promise: Promise<unknown>) => promise.then(String, (error: Error) => error.name);
      const aborted = nameOf(decoder.decode(crafted, { still: true, signal: controller.signal }));
      const waiting = nameOf(decoder.decode(crafted, { still: true }));
      controller.abort();
      const first = await aborted;
      decoder.dispose();
      return [first, await waiting, await nameOf(decoder.decode(crafted))];
    }, tiledFinders.toString());
    assert.deepEqual(outcome, ['AbortError', 'AbortError', 'AbortError']);
  });
});
