/** Just enough DER (X.690) to find a certificate's key and dates, and to turn a DER signature into WebCrypto's form. */

import type { Bytes } from './bytes.js';

export interface DerNode {
  readonly tag: number;
  /** Content octets. */
  readonly content: Bytes;
  /** Tag, length and content. */
  readonly whole: Bytes;
}

/** Reads the nodes that stand one after the other in `bytes`. Throws RangeError where it is not DER. */
export function derNodes(bytes: Uint8Array): DerNode[] {
  const nodes: DerNode[] = [];
  let at = 0;
  while (at < bytes.length) {
    const tag = bytes[at] as number;
    let length = bytes[at + 1] as number;
    let start = at + 2;
    if (length > 0x84 || length === 0x80) throw new RangeError('DER length');
    if (length > 0x80) {
      const size = length & 0x7f;
      length = 0;
      for (let i = 0; i < size; i++) length = length * 256 + (bytes[start + i] ?? 256);
      start += size;
    }
    const end = start + length;
    if (!(end <= bytes.length)) throw new RangeError('DER end');
    nodes.push({ tag, content: bytes.subarray(start, end) as Bytes, whole: bytes.subarray(at, end) as Bytes });
    at = end;
  }
  return nodes;
}

/** The child at a position, which must be there. */
export function derChild(node: DerNode | undefined, index: number): DerNode {
  const child = node && derNodes(node.content)[index];
  if (!child) throw new RangeError('DER child');
  return child;
}

/** An ECDSA signature SEQUENCE { r, s } as r || s, each of `size` bytes. */
export function ecdsaRaw(der: Uint8Array, size: number): Bytes {
  const raw = new Uint8Array(size * 2);
  const [sequence] = derNodes(der);
  for (const index of [0, 1]) {
    const integer = derChild(sequence, index).content;
    const digits = integer[0] === 0 ? integer.subarray(1) : integer;
    if (digits.length > size) throw new RangeError('DER integer');
    raw.set(digits, (index + 1) * size - digits.length);
  }
  return raw;
}

/** A UTCTime or GeneralizedTime, Z only (RFC 5280, 4.1.2.5). */
export function derTime(node: DerNode): Date {
  const text = String.fromCharCode(...node.content);
  const match = /^(\d{2}|\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (!match) throw new RangeError('DER time');
  const [, year = '', ...rest] = match;
  const full = year.length === 4 ? Number(year) : Number(year) + (Number(year) < 50 ? 2000 : 1900);
  const [month = 0, day = 0, hour = 0, minute = 0, second = 0] = rest.map(Number);
  return new Date(Date.UTC(full, month - 1, day, hour, minute, second));
}
