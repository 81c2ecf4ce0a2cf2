/**
 * A certificate path to one of the caller's anchors (RFC 5280, section 6, what of it SMART Health Cards use). Loaded only when anchors are given.
 * pkijs reads the certificates and checks signatures; which path counts is decided here.
 */

import type { BitString } from 'asn1js';
import { type AltName, type BasicConstraints, Certificate, type Extension, type GeneralName } from 'pkijs';
import { fromBase64, fromPem } from './certificate.js';

const OID = {
  basicConstraints: '2.5.29.19',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
} as const;
/** Extensions whose being critical we understand: those above, key identifiers, extended key usage. */
const UNDERSTOOD: ReadonlySet<string> = new Set([...Object.values(OID), '2.5.29.14', '2.5.29.35', '2.5.29.37']);
/** ECDSA and RSA with SHA-2; nothing with SHA-1 or MD5. */
const SIGNATURES: ReadonlySet<string> = new Set([
  '1.2.840.10045.4.3.2',
  '1.2.840.10045.4.3.3',
  '1.2.840.10045.4.3.4',
  '1.2.840.113549.1.1.11',
  '1.2.840.113549.1.1.12',
  '1.2.840.113549.1.1.13',
]);
const DIGITAL_SIGNATURE = 0;
const KEY_CERT_SIGN = 5;
/** Uniform resource identifier, in GeneralName. */
const URI = 6;
const LONGEST_PATH = 8;
const MOST_CHECKS = 64;

const extension = (certificate: Certificate, oid: string): Extension | undefined =>
  certificate.extensions?.find((candidate) => candidate.extnID === oid);

/** True when the certificate does not restrict its key's use, or allows this one. */
function allowsUse(certificate: Certificate, bit: number): boolean {
  const usage = extension(certificate, OID.keyUsage);
  if (!usage) return true;
  const bits = new Uint8Array((usage.parsedValue as BitString).valueBlock.valueHexView);
  return (((bits[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1) === 1;
}

const isCurrent = (certificate: Certificate, now: Date) =>
  certificate.notBefore.value <= now && now <= certificate.notAfter.value;
const isUnderstood = (certificate: Certificate) =>
  (certificate.extensions ?? []).every(({ critical, extnID }) => !critical || UNDERSTOOD.has(extnID));
const der = (certificate: Certificate) => new Uint8Array(certificate.toSchema().toBER(false));
const same = (a: Certificate, b: Certificate) => {
  const [x, y] = [der(a), der(b)];
  return x.length === y.length && x.every((byte, i) => byte === y[i]);
};

/** Why this certificate may not stand in a path at all; undefined when it may. */
function flaw(certificate: Certificate, now: Date): string | undefined {
  if (!isCurrent(certificate, now)) return 'A certificate in the chain is out of date.';
  if (!isUnderstood(certificate)) return 'A certificate in the chain has a critical extension we do not know.';
  if (!SIGNATURES.has(certificate.signatureAlgorithm.algorithmId))
    return 'A certificate in the chain is signed in a way that is no longer safe.';
  return undefined;
}

/** Why this certificate may not have issued another one with `below` intermediate certificates under it. */
function issuerFlaw(certificate: Certificate, below: number): string | undefined {
  const constraints = extension(certificate, OID.basicConstraints)?.parsedValue as BasicConstraints | undefined;
  if (!constraints?.cA) return 'A certificate in the chain was issued by one that may not issue certificates.';
  const { pathLenConstraint } = constraints;
  const longest =
    typeof pathLenConstraint === 'number'
      ? pathLenConstraint
      : pathLenConstraint
        ? Number.NaN
        : Number.POSITIVE_INFINITY;
  if (!(below <= longest)) return 'The certificate chain is longer than one of its certificates allows.';
  if (!allowsUse(certificate, KEY_CERT_SIGN))
    return 'A certificate in the chain was issued with a key that may not sign certificates.';
  return undefined;
}

async function isIssuedBy(certificate: Certificate, issuer: Certificate): Promise<boolean> {
  if (!certificate.issuer.isEqual(issuer.subject)) return false;
  try {
    return await certificate.verify(issuer);
  } catch {
    return false;
  }
}

function readAll(ders: readonly Uint8Array[]): Certificate[] {
  return ders.map((bytes) => Certificate.fromBER(bytes as Uint8Array<ArrayBuffer>));
}

/** True when the leaf names exactly this issuer as a URI among its alternative names. */
function namesIssuer(leaf: Certificate, issuer: string): boolean {
  const names = (extension(leaf, OID.subjectAltName)?.parsedValue as AltName | undefined)?.altNames ?? [];
  return names.some((name: GeneralName) => name.type === URI && name.value === issuer);
}

export interface ChainQuestion {
  /** x5c: base64 DER, leaf first. */
  readonly chain: readonly string[];
  /** PEM. */
  readonly anchors: readonly string[];
  /** The card's `iss`. */
  readonly issuer: string;
  readonly now: Date;
}

/**
 * Looks for a path from the leaf to an anchor. Checks the URI name of the leaf, dates, cA, pathLen, keyCertSign, signatures and critical extensions of
 * every certificate, the anchor included. Does not check whether a certificate was revoked, nor that the leaf's key is the card's key (certificate.ts).
 * @returns why there is none, in plain words; undefined when there is one.
 */
export async function chainProblem({ chain, anchors, issuer, now }: ChainQuestion): Promise<string | undefined> {
  const roots = readAll(anchors.flatMap(fromPem));
  let pool: Certificate[];
  try {
    pool = readAll(chain.map(fromBase64));
  } catch {
    return 'The certificate cannot be read.';
  }
  const [leaf] = pool;
  if (!leaf) return 'There is no certificate.';
  if (!namesIssuer(leaf, issuer)) return 'The certificate is not for this issuer address.';
  if (!allowsUse(leaf, DIGITAL_SIGNATURE)) return 'The certificate is not meant for signatures.';
  const search: Search = { roots, candidates: [...roots, ...pool.slice(1, LONGEST_PATH)], now, left: MOST_CHECKS };
  return pathProblem(leaf, 0, search);
}

interface Search {
  readonly roots: readonly Certificate[];
  /** The caller's anchors come first. */
  readonly candidates: readonly Certificate[];
  readonly now: Date;
  /** Signatures that may still be checked: certificates that sign each other in circles end here. */
  left: number;
}

/** Why no path leads from this certificate to an anchor; undefined when one does. */
async function pathProblem(certificate: Certificate, length: number, search: Search): Promise<string | undefined> {
  const own = flaw(certificate, search.now);
  if (own) return own;
  if (search.roots.some((root) => same(root, certificate))) return undefined;
  let problem: string | undefined;
  for (const candidate of search.candidates) {
    if (candidate === certificate || length >= LONGEST_PATH || search.left-- <= 0) continue;
    if (!(await isIssuedBy(certificate, candidate))) continue;
    const found = issuerFlaw(candidate, length) ?? (await pathProblem(candidate, length + 1, search));
    if (!found) return undefined;
    problem ??= found;
  }
  return problem ?? 'The certificate does not lead to an authority this page trusts.';
}
