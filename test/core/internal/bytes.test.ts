import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Failure } from '../../../src/errors.js';
import { fromBase64url, toBase64url } from '../../../src/internal/bytes.js';

/** The bytes, or the code of the refusal. */
function read(text: string): string {
  try {
    return Buffer.from(fromBase64url(text)).toString('hex');
  } catch (error) {
    if (error instanceof Failure) return error.code;
    throw error;
  }
}

test('base64url: bytes of every length come back', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
      const text = toBase64url(bytes);
      assert.equal(text, Buffer.from(bytes).toString('base64url'));
      assert.equal(read(text), Buffer.from(bytes).toString('hex'));
    }),
  );
});

test('base64url: of all texts only the one that the encoder writes is read', () => {
  const characters = fc.constantFrom(...'ABQZazgw019-_+/= \n\t.é\u0101\ud83d');
  fc.assert(
    fc.property(fc.array(characters, { maxLength: 11 }), (parts) => {
      const text = parts.join('');
      const bytes = Buffer.from(text, 'base64url');
      const canonical = bytes.toString('base64url') === text;
      assert.equal(read(text), canonical ? bytes.toString('hex') : 'JWS_FORMAT', JSON.stringify(text));
    }),
    { numRuns: 5000 },
  );
});

test('base64url: a wrong character is found at every place', () => {
  const good = toBase64url(new Uint8Array(32).fill(255));
  for (let at = 0; at < good.length; at++) {
    for (const wrong of ['=', '+', '/', ' ', '\u0000', '\u00c1', '\u0141', '\uffff']) {
      assert.equal(
        read(good.slice(0, at) + wrong + good.slice(at + 1)),
        'JWS_FORMAT',
        `${JSON.stringify(wrong)} at ${at}`,
      );
    }
  }
});
