import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createDecoder, encodeQr } from '../../../src/qr/index.js';
import { cardText, drawQr } from './pictures.js';

/** The error correction level, from the first two format bits (row 8, columns 0 and 1; ISO/IEC 18004, 7.9). */
function levelOf(text: string): string | undefined {
  const { size, modules } = encodeQr(text);
  const bits = ((modules[8 * size] as number) << 1) | (modules[8 * size + 1] as number);
  return { 1: 'L', 0: 'M', 3: 'Q', 2: 'H' }[bits ^ 0b10];
}

describe('encodeQr', () => {
  it('writes card text as a byte and a numeric segment: the largest version 22 holds 2391 digits and no more', () => {
    assert.equal(encodeQr(cardText(2391)).size, 105);
    assert.throws(() => encodeQr(cardText(2392)), { code: 'TOO_LARGE' });
    assert.equal(encodeQr(`shc:/2/3/${cardText(2380).slice(5)}`).size, 105);
  });

  it('uses level L for cards and M for links', () => {
    assert.equal(levelOf(cardText(400)), 'L');
    assert.equal(levelOf(`shc:/1/2/${cardText(400).slice(5)}`), 'L');
    assert.equal(levelOf('shlink:/eyJ1cmwiOiJodHRwczovL2V4YW1wbGUub3JnIn0'), 'M');
    assert.equal(levelOf('https://viewer.example.org/#shlink:/eyJ1cmwi'), 'M');
  });

  it('gives zeros and ones, with the finder pattern in the corner', () => {
    const { size, modules } = encodeQr(cardText(400));
    assert.equal(modules.length, size * size);
    assert.ok(modules.every((module) => module === 0 || module === 1));
    assert.deepEqual([...modules.subarray(0, 8)], [1, 1, 1, 1, 1, 1, 1, 0]);
  });

  it('says when a text fits into no code', () => {
    assert.throws(() => encodeQr('x'.repeat(3000)), { code: 'TOO_LARGE' });
  });

  for (const engine of ['wasm', 'js'] as const) {
    it(`is read back by ${engine}, with letters of other alphabets too`, async () => {
      const decoder = await createDecoder({ engine });
      for (const text of [
        cardText(2391),
        cardText(20),
        'shlink:/eyJ1cmwi',
        'https://v.example/#shlink:/ab',
        'Zoë 名前',
      ]) {
        assert.equal((await decoder.decode(drawQr(text), { still: true }))?.text, text);
      }
    });
  }
});
