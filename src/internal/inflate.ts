/** Raw DEFLATE under a cap (RFC 1951). pako has no output cap of its own, so its stream is stopped when ours is reached. */

import { Inflate } from 'pako';
import { Failure } from '../errors.js';
import type { Bytes } from './bytes.js';
import { atOnce, type Steps } from './turns.js';

/** Input of one step, in bytes: health data becomes ten times as long, a bomb a thousand times. */
const SLICE = 4096;

/**
 * Inflates a whole raw DEFLATE stream, slice by slice. Throws TOO_LARGE when the output would pass `maxBytes`, INFLATE when
 * the stream is broken, truncated, or followed by anything.
 */
export function* inflateSteps(input: Uint8Array, maxBytes: number): Steps<Bytes> {
  const chunks: Uint8Array[] = [];
  let total = 0;
  const stream = new Inflate({ raw: true, chunkSize: Math.min(65_536, Math.max(1024, input.length * 8)) });
  stream.onData = (chunk: unknown) => {
    const bytes = chunk as Uint8Array;
    total += bytes.length;
    if (total > maxBytes) throw new Failure('TOO_LARGE', { params: { max: maxBytes } });
    chunks.push(bytes);
  };
  stream.onEnd = () => {};
  // biome-ignore lint/suspicious/noExplicitAny: pako keeps the zlib stream public in practice, not in its types.
  const state = stream as any as { ended: boolean; strm: { avail_in: number }; err: number };
  for (let at = 0; !state.ended; at += SLICE) {
    if (at > 0) yield;
    const ok = stream.push(input.subarray(at, at + SLICE) as Bytes, at + SLICE >= input.length);
    if (!ok || state.err) throw new Failure('INFLATE', { detail: 'The compressed data is broken or cut off.' });
    if (state.ended && (state.strm.avail_in > 0 || at + SLICE < input.length)) {
      throw new Failure('INFLATE', { detail: 'Something follows the compressed data.' });
    }
  }
  if (chunks.length === 1) return chunks[0] as Bytes;
  const output = new Uint8Array(total);
  let at = 0;
  for (const chunk of chunks) {
    output.set(chunk, at);
    at += chunk.length;
  }
  return output;
}

/** inflateSteps at once: for what is small, as a card. */
export const inflateRaw = (input: Uint8Array, maxBytes: number): Bytes => atOnce(inflateSteps(input, maxBytes));
