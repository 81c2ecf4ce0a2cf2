/** Plain pictures of codes, without any harm done to them. */

import type { QrImage } from '../../../src/qr/index.js';
import { encodeQr } from '../../../src/qr/index.js';

/** A code in black on white with its quiet zone, `scale` pixels each module. */
export function drawQr(text: string, scale = 3, quiet = 4): QrImage {
  const { size, modules } = encodeQr(text);
  const width = (size + 2 * quiet) * scale;
  const data = new Uint8ClampedArray(4 * width * width).fill(255);
  for (let y = 0; y < size * scale; y++) {
    for (let x = 0; x < size * scale; x++) {
      if (!modules[Math.floor(y / scale) * size + Math.floor(x / scale)]) continue;
      const at = 4 * ((y + quiet * scale) * width + x + quiet * scale);
      data.fill(0, at, at + 3);
    }
  }
  return { data, width, height: width };
}

/** Nothing but small finder patterns: what holds some decoders for minutes. */
export function tiledFinders(width: number, height: number): QrImage {
  const rows = ['#######', '#.....#', '#.###.#', '#.###.#', '#.###.#', '#.....#', '#######'];
  const data = new Uint8ClampedArray(4 * width * height).fill(255);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++)
      if (rows[y % 9]?.[x % 9] === '#') data.fill(0, 4 * (y * width + x), 4 * (y * width + x) + 3);
  }
  return { data, width, height };
}

/** Card text of that many digits, always the same. */
export const cardText = (digits: number): string =>
  `shc:/${Array.from({ length: digits }, (_, i) => (i * 7919 + (i >> 3)) % 10).join('')}`;
