import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import { Failure } from '../../../src/errors.js';
import { inflateRaw, inflateSteps } from '../../../src/internal/inflate.js';

const MAX = 1_000_000;
const code = (bytes: Uint8Array, max = MAX): string => {
  try {
    return `${inflateRaw(bytes, max).length} bytes`;
  } catch (error) {
    if (error instanceof Failure) return error.code;
    throw error;
  }
};
/** What cannot be compressed: as long as its content and a little more. */
const stored = (length: number) => {
  const content = randomBytes(length);
  return { content, deflated: deflateRawSync(content) };
};

test('streams that end at, before and after the edge of a slice come out whole', () => {
  for (const length of [0, 1, 4085, 4090, 4091, 4092, 8182, 8187, 8188, 100_000]) {
    const { content, deflated } = stored(length);
    assert.deepEqual(Buffer.from(inflateRaw(deflated, MAX)), content, `${deflated.length} bytes deflated`);
  }
  assert.ok(
    [4090, 4091].some((length) => stored(length).deflated.length === 4096),
    'one ends at the edge',
  );
});

test('what follows the stream is refused, in its own slice or in the next', () => {
  for (const length of [10, 4080, 4090, 4091, 4092, 9000]) {
    const { deflated } = stored(length);
    for (const more of [1, 5000]) {
      assert.equal(code(Buffer.concat([deflated, Buffer.alloc(more)])), 'INFLATE', `${length} and ${more}`);
    }
  }
});

test('a stream that is cut off is refused, wherever it is cut', () => {
  const { deflated } = stored(9000);
  for (const length of [0, 1, 4095, 4096, 4097, 8192, deflated.length - 1]) {
    assert.equal(code(deflated.subarray(0, length)), 'INFLATE', `${length}`);
  }
});

test('the cap holds to the byte, and a bomb is stopped on its way', () => {
  const deflated = deflateRawSync(Buffer.alloc(50_000));
  assert.equal(code(deflated, 50_000), '50000 bytes');
  assert.equal(code(deflated, 49_999), 'TOO_LARGE');
  const bomb = inflateSteps(deflateRawSync(Buffer.alloc(100_000_000)), 30_000_000);
  let steps = 0;
  assert.throws(() => {
    while (!bomb.next().done) steps++;
  }, Failure);
  assert.ok(steps > 3 && steps < 12, `${steps} steps of about 4 MB each`);
});
