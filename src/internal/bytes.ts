/** Text, bytes and base64url: strict in what is read, canonical in what is written. */

import { Failure, type KnownCode } from '../errors.js';

/** Bytes backed by an ordinary ArrayBuffer, as WebCrypto wants them. */
export type Bytes = Uint8Array<ArrayBuffer>;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export const utf8 = (text: string): Bytes => encoder.encode(text) as Bytes;

/** UTF-8 bytes to text. Throws TEXT_ENCODING on malformed UTF-8 and on a byte order mark. */
export function fromUtf8(bytes: Uint8Array): string {
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch {
    throw new Failure('TEXT_ENCODING', { detail: 'It is not UTF-8.' });
  }
  if (text.charCodeAt(0) === 0xfeff)
    throw new Failure('TEXT_ENCODING', { detail: 'It starts with a byte order mark.' });
  return text;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const VALUES = new Uint8Array(128).fill(255);
for (let i = 0; i < 64; i++) VALUES[ALPHABET.charCodeAt(i)] = i;

export function toBase64url(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const group = ((bytes[i] as number) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    text += ALPHABET.charAt(group >> 18) + ALPHABET.charAt((group >> 12) & 63);
    if (left > 1) text += ALPHABET.charAt((group >> 6) & 63);
    if (left > 2) text += ALPHABET.charAt(group & 63);
  }
  return text;
}

/** The six bits of a character, or 255. */
function valueAt(text: string, index: number): number {
  const char = text.charCodeAt(index);
  return char < 128 ? (VALUES[char] as number) : 255;
}

/**
 * Canonical base64url to bytes: no padding, no white space, no other characters, and no bits set that the
 * encoder would not have set (so every byte string has exactly one text). Throws `code` otherwise.
 */
export function fromBase64url(text: string, code: KnownCode = 'JWS_FORMAT'): Bytes {
  const { length } = text;
  const tail = length % 4;
  if (tail === 1) throw new Failure(code, { detail: 'The base64url text has an impossible length.' });
  const bytes = new Uint8Array(Math.floor((length * 3) / 4)) as Bytes;
  const whole = length - tail;
  let at = 0;
  for (let i = 0; i < whole; i += 4) {
    const a = valueAt(text, i);
    const b = valueAt(text, i + 1);
    const c = valueAt(text, i + 2);
    const d = valueAt(text, i + 3);
    if ((a | b | c | d) > 63) {
      throw new Failure(code, { detail: 'There is a character that is not base64url.' });
    }
    bytes[at++] = (a << 2) | (b >> 4);
    bytes[at++] = (b << 4) | (c >> 2);
    bytes[at++] = (c << 6) | d;
  }
  if (tail > 0) {
    // As if zero bits followed: then there is nothing but zeros beyond the end.
    const last = fromBase64url(text.slice(whole) + 'A'.repeat(4 - tail), code);
    if (last.subarray(tail - 1).some((byte) => byte !== 0)) {
      throw new Failure(code, { detail: 'The base64url text has stray bits at its end.' });
    }
    bytes.set(last.subarray(0, tail - 1), at);
  }
  return bytes;
}
