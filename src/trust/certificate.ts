/** What a certificate says of itself (RFC 5280), without a chain: its public key and its dates. */

import type { Bytes } from '../internal/bytes.js';
import { derChild, derNodes, derTime } from '../internal/der.js';

export interface CertificateFacts {
  /** SubjectPublicKeyInfo, DER. */
  readonly spki: Bytes;
  /** The named curve of an EC key, or undefined. */
  readonly curve: 'P-256' | 'P-384' | 'P-521' | undefined;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/** Object identifiers of the named curves, in hex. */
const CURVES: Readonly<Record<string, CertificateFacts['curve']>> = {
  '2a8648ce3d030107': 'P-256',
  '2b81040022': 'P-384',
  '2b81040023': 'P-521',
};

const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** Base64 (with padding, as x5c and PEM use it) to bytes. Throws RangeError. */
export function fromBase64(text: string): Bytes {
  try {
    return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  } catch {
    throw new RangeError('base64');
  }
}

/** The DER of every certificate in a PEM text. Throws RangeError when there is none. */
export function fromPem(pem: string): Bytes[] {
  const blocks = [...pem.matchAll(/-----BEGIN CERTIFICATE-----([\s\S]+?)-----END CERTIFICATE-----/g)];
  if (blocks.length === 0) throw new RangeError('PEM');
  return blocks.map(([, body = '']) => fromBase64(body.replace(/\s+/g, '')));
}

/** Reads key and dates. Checks no signature, no chain, no extension. Throws RangeError where it is no certificate. */
export function certificateFacts(der: Uint8Array): CertificateFacts {
  const [certificate] = derNodes(der);
  const fields = derNodes(derChild(certificate, 0).content);
  // version [0] is optional; then serial, signature, issuer, validity, subject, subjectPublicKeyInfo
  const first = fields[0]?.tag === 0xa0 ? 1 : 0;
  const validity = fields[first + 3];
  const spki = fields[first + 5];
  if (!validity || !spki) throw new RangeError('certificate');
  const algorithm = derNodes(derChild(spki, 0).content);
  return {
    spki: spki.whole,
    curve: CURVES[hex(algorithm[1]?.content ?? new Uint8Array(0))],
    notBefore: derTime(derChild(validity, 0)),
    notAfter: derTime(derChild(validity, 1)),
  };
}

/**
 * What is wrong with the leaf of an x5c chain by itself, in plain words; undefined when nothing is. Compares its key with the JWK (`point`: x and y, 64
 * bytes) and looks at its dates. Says nothing about who vouches for it: see chain.ts.
 */
export function leafProblem(chain: readonly string[], point: Uint8Array, now: Date): string | undefined {
  let facts: CertificateFacts;
  try {
    facts = certificateFacts(fromBase64(chain[0] ?? ''));
  } catch {
    return 'The certificate cannot be read.';
  }
  const { spki, curve, notBefore, notAfter } = facts;
  const key = spki.subarray(-point.length);
  if (curve !== 'P-256' || !key.every((byte, i) => byte === point[i])) return 'The certificate is for another key.';
  if (now < notBefore) return 'The certificate is not valid yet.';
  if (now > notAfter) return `The certificate expired on ${notAfter.toISOString().slice(0, 10)}.`;
  return undefined;
}
