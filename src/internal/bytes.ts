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

/**
 * Canonical base64url to bytes: no padding, no white space, no other characters, and no bits set that the
 * encoder would not have set (so every byte string has exactly one text). Throws `code` otherwise.
 */
export function fromBase64url(text: string, code: KnownCode = 'JWS_FORMAT'): Bytes {
  const { length } = text;
  const tail = length % 4;
  if (tail === 1) throw new Failure(code, { detail: 'The base64url text has an impossible length.' });
  const bytes = new Uint8Array(Math.floor((length * 3) / 4)) as Bytes;
  let bits = 0;
  let group = 0;
  let at = 0;
  for (let i = 0; i < length; i++) {
    const char = text.charCodeAt(i);
    const value = char < 128 ? (VALUES[char] as number) : 255;
    if (value === 255) throw new Failure(code, { detail: 'There is a character that is not base64url.' });
    group = ((group << 6) | value) & 0xffffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = (group >> bits) & 255;
    }
  }
  if (bits > 0 && (group & ((1 << bits) - 1)) !== 0) {
    throw new Failure(code, { detail: 'The base64url text has stray bits at its end.' });
  }
  return bytes;
}
