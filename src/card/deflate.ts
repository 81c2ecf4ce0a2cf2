/** The shortest raw DEFLATE of a card: every character counts in a QR code. */

import { deflateRaw, Z_DEFAULT_STRATEGY, Z_FILTERED, Z_FIXED } from 'pako';
import type { Bytes } from '../internal/bytes.js';

/** zlib's knobs change the result by a few bytes either way; a card is small enough to try them all. */
const TRIES = [Z_DEFAULT_STRATEGY, Z_FILTERED, Z_FIXED].flatMap((strategy) =>
  [9, 8, 7].map((memLevel) => ({ level: 9 as const, memLevel, strategy })),
);
/** Above this many bytes one try is enough: it will not be a single QR code anyway. */
const TRY_BELOW = 16_384;

/** Raw DEFLATE at the best level, the shortest of a few settings. */
export function deflateShortest(input: Bytes): Bytes {
  const tries = input.length < TRY_BELOW ? TRIES : TRIES.slice(0, 1);
  return tries
    .map((options) => deflateRaw(input, options) as Bytes)
    .reduce((best, next) => (next.length < best.length ? next : best));
}
