import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createDecoder, type QrImage } from '../../../src/qr/index.js';
import { cardText, drawQr, tiledFinders } from './pictures.js';

const TEXT = cardText(900);

const mapped = (image: QrImage, change: (r: number, g: number, b: number, a: number) => number[]): QrImage => {
  const data = new Uint8ClampedArray(image.data.length);
  for (let i = 0; i < data.length; i += 4) {
    const [r = 0, g = 0, b = 0, a = 0] = image.data.subarray(i, i + 4);
    data.set(change(r, g, b, a), i);
  }
  return { ...image, data };
};

for (const engine of ['wasm', 'js'] as const) {
  describe(`createDecoder in Node, ${engine}`, () => {
    it('reads a code and says where it is', async () => {
      const decoder = await createDecoder({ engine });
      assert.equal(decoder.engine, engine);
      for (const still of [false, true]) {
        const image = drawQr(TEXT, 4);
        const read = await decoder.decode(image, { still });
        assert.equal(read?.text, TEXT);
        // Four modules of quiet zone, four pixels each: corners in the order of the code's own, two modules allowed.
        const [near, far] = [16, image.width - 16];
        const expected = [near, near, far, near, far, far, near, far];
        const found = read?.corners.flatMap(({ x, y }) => [x, y]) ?? [];
        for (const [i, value] of expected.entries()) {
          assert.ok(Math.abs(value - (found[i] as number)) < 8, `corners ${found.map(Math.round)}, not ${expected}`);
        }
      }
    });

    it('reads light on dark, and dark on transparent', async () => {
      const decoder = await createDecoder({ engine });
      const negative = mapped(drawQr(TEXT), (r, g, b, a) => [255 - r, 255 - g, 255 - b, a]);
      assert.equal((await decoder.decode(negative, { still: true }))?.text, TEXT);
      const transparent = mapped(drawQr(TEXT), (r) => [0, 0, 0, 255 - r]);
      assert.equal((await decoder.decode(transparent, { still: true }))?.text, TEXT);
    });

    it('reads a small code in the picture of a phone', async () => {
      const decoder = await createDecoder({ engine });
      const code = drawQr(TEXT, 2);
      const [width, height, left, top] = [4000, 3000, 2345, 1678];
      const data = new Uint8ClampedArray(4 * width * height).fill(255);
      for (let y = 0; y < code.height; y++) {
        data.set(code.data.subarray(4 * y * code.width, 4 * (y + 1) * code.width), 4 * ((top + y) * width + left));
      }
      const read = await decoder.decode({ data, width, height }, { still: true, timeLimit: 20_000 });
      assert.equal(read?.text, TEXT);
      const { x = 0, y = 0 } = read?.corners[0] ?? {};
      assert.ok(Math.hypot(x - left - 8, y - top - 8) < 8, `corner at ${x}, ${y}`);
    });

    it('finds nothing in nothing', async () => {
      const decoder = await createDecoder({ engine });
      const blank = { data: new Uint8ClampedArray(4 * 300 * 200).fill(200), width: 300, height: 200 };
      assert.equal(await decoder.decode(blank, { still: true }), null);
      assert.equal(
        await decoder.decode({ data: new Uint8ClampedArray(4), width: 1, height: 1 }, { still: true }),
        null,
      );
    });

    it('reads images one after the other when asked at once', async () => {
      const decoder = await createDecoder({ engine });
      const texts = [TEXT, cardText(300), cardText(500)];
      const reads = await Promise.all(texts.map((text) => decoder.decode(drawQr(text))));
      assert.deepEqual(
        reads.map((read) => read?.text),
        texts,
      );
    });

    it('gives up a crafted image near the time limit, though nobody can end it here', async () => {
      const decoder = await createDecoder({ engine });
      const start = performance.now();
      assert.equal(await decoder.decode(tiledFinders(1280, 720), { still: true, timeLimit: 500 }), null);
      assert.ok(performance.now() - start < 4000);
    });
  });
}

describe('createDecoder', () => {
  it('refuses what is no image, too many pixels, and options that are none', async () => {
    const decoder = await createDecoder();
    const decode = (length: number, width: number, height: number) =>
      decoder.decode({ data: new Uint8ClampedArray(length), width, height });
    await assert.rejects(decode(16, 2, 3), TypeError);
    await assert.rejects(decode(0, 0, 0), TypeError);
    await assert.rejects(decode(4, 0.5, 2), TypeError);
    await assert.rejects(decoder.decode(drawQr(TEXT), { timeLimit: 0 }), TypeError);
    const many = { data: { length: 4 * 8000 * 6000 } as Uint8ClampedArray, width: 8000, height: 6000 };
    await assert.rejects(decoder.decode(many), { code: 'TOO_LARGE' });
    await assert.rejects(createDecoder({ engine: 'other' as 'js' }), TypeError);
  });

  it('falls back to JavaScript when the WebAssembly file is not one, unless told to take it', async () => {
    const wasmUrl = new URL(import.meta.url);
    assert.equal((await createDecoder({ wasmUrl })).engine, 'js');
    await assert.rejects(createDecoder({ wasmUrl, engine: 'wasm' }), { code: 'RUNTIME' });
  });

  it('obeys the signal before and while it waits', async () => {
    const decoder = await createDecoder({ engine: 'js' });
    await assert.rejects(decoder.decode(drawQr(TEXT), { signal: AbortSignal.abort() }), { name: 'AbortError' });
    const controller = new AbortController();
    const reason = new Error('enough');
    const first = decoder.decode(drawQr(TEXT));
    const second = decoder.decode(drawQr(TEXT), { signal: controller.signal });
    controller.abort(reason);
    await assert.rejects(second, reason);
    assert.equal((await first)?.text, TEXT);
  });

  it('reads no more after dispose', async () => {
    const decoder = await createDecoder();
    decoder.dispose();
    await assert.rejects(decoder.decode(drawQr(TEXT)), { name: 'AbortError' });
  });

  it('keeps its memory over many frames', { timeout: 120_000 }, async () => {
    const decoder = await createDecoder({ engine: 'wasm' });
    const code = drawQr(cardText(2300), 2, 2);
    for (let i = 0; i < 500; i++) await decoder.decode(code);
    // What one result takes in the module's memory, were it not freed, is 20 kB: 24 MB in every round. The process itself grows now and then.
    const growth: number[] = [];
    for (let round = 0; round < 3 && !growth.some((megabytes) => megabytes < 12); round++) {
      const before = process.memoryUsage.rss();
      for (let i = 0; i < 1200; i++) await decoder.decode(code);
      growth.push((process.memoryUsage.rss() - before) / 2 ** 20);
    }
    assert.ok(Math.min(...growth) < 12, `grew by ${growth.map((each) => each.toFixed(0)).join(', ')} MB`);
  });
});
