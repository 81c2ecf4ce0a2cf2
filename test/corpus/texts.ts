/** Texts like those in real codes: cards of version 12 to 22, chunks of cards, and links. Random, so they mean nothing. */

import type { Random } from './random.js';

/** Digits that fit at error correction level L, by version from 11 (ISO/IEC 18004, table 7). */
const DIGITS = [772, 883, 1022, 1101, 1250, 1408, 1548, 1725, 1903, 2061, 2232, 2409];
const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

const many = (count: number, make: () => string) => Array.from({ length: count }, make).join('');

export function randomText(chance: Random): string {
  const kind = chance();
  if (kind < 0.15) {
    const link = `shlink:/${many(chance.whole(150, 330), () => chance.pick([...BASE64URL]))}`;
    return chance() < 0.5 ? link : `https://viewer.example.org/#${link}`;
  }
  const version = chance.whole(12, 22);
  const low = (DIGITS[version - 12] as number) - 20;
  const high = (DIGITS[version - 11] as number) - 30;
  // Pairs of digits: a character of the JWS less 45.
  const digits = many(Math.floor(chance.whole(low, high) / 2), () => String(chance.whole(0, 77)).padStart(2, '0'));
  if (kind > 0.85) {
    const of = chance.whole(2, 4);
    return `shc:/${chance.whole(1, of)}/${of}/${digits}`;
  }
  return `shc:/${digits}`;
}
