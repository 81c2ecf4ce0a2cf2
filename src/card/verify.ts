/** From card text to verdict: decode, inflate, parse, signature, issuer trust, validity, revocation, in that order and with no way back. */

import { Failure, type Finding, finding } from '../errors.js';
import { deepFreeze } from '../internal/json.js';
import { DEFAULT_LIMITS } from '../internal/limits.js';
import { leafProblem } from '../trust/certificate.js';
import { checkIssuerUrl } from '../trust/issuer-url.js';
import type { UsableKey } from '../trust/keys.js';
import type { Listing, Trust } from '../trust/policy.js';
import { type CardClaims, readClaims } from './claims.js';
import { collectCards, type Found } from './collect.js';
import { type CardJws, parseJws } from './jws.js';
import { isMinimized } from './minimized.js';
import { decodeQrTexts, isQrText, qrTexts } from './numeric.js';
import { type CardIssuer, type CardResult, verdictOf } from './result.js';

export interface VerifyOptions {
  /** From createTrust. Without it nobody is trusted and nothing is fetched. */
  readonly trust?: Trust | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What is known so far; each step adds to it. */
interface Check {
  readonly findings: Finding[];
  readonly now: Date;
  jws?: string;
  claims?: CardClaims;
  issuer: CardIssuer;
  signature: CardResult['signature'];
  validity: CardResult['validity'];
  revocation: CardResult['revocation'];
}

const ES256 = { name: 'ECDSA', hash: 'SHA-256' } as const;
/** Cards of one input that are checked at the same time. */
const PARALLEL = 8;

const iso = (seconds: number): string => new Date(seconds * 1000).toISOString();

/** What 'verified' means, said a second time: a step that was left out must never look like one that passed. */
const isWhole = ({ signature, issuer, validity, revocation }: Check) =>
  signature === 'valid' &&
  issuer.trust === 'trusted' &&
  validity === 'current' &&
  (revocation === 'clear' || revocation === 'not-published');

function resultOf(check: Check): CardResult {
  if (verdictOf(check.findings) === 'verified' && !isWhole(check)) check.findings.push(finding('RUNTIME'));
  const { claims, findings, signature, issuer, validity, revocation, jws, now } = check;
  return deepFreeze({
    verdict: verdictOf(findings),
    signature,
    issuer,
    validity,
    revocation,
    ...(claims && { issuedAt: iso(claims.nbf), ...(claims.exp !== undefined && { expiresAt: iso(claims.exp) }) }),
    types: claims ? [...claims.types] : [],
    ...(claims && { fhirVersion: claims.fhirVersion }),
    ...(claims && signature === 'valid' && { fhirBundle: claims.bundle }),
    findings,
    ...(jws !== undefined && { jws }),
    checkedAt: now.toISOString(),
  });
}

/** The JWS of one card's text or chunk set. */
function toJws(input: string | readonly string[], findings: Finding[]): { jws: string; fromQr: boolean } {
  const texts = typeof input === 'string' ? [input.trim()] : input;
  const [first = ''] = texts;
  if (texts.length === 1 && !isQrText(first.trim())) return { jws: first.trim(), fromQr: false };
  const { jws, chunked } = decodeQrTexts(texts.flatMap((text) => qrTexts(text)));
  if (chunked) findings.push(finding('QR_CHUNKED', { severity: 'info' }));
  return { jws, fromQr: true };
}

/** Who the issuer is to this policy. Adds ISSUER_URL and returns false when the issuer's address is not to be used. */
function judgeIssuer(check: Check, iss: string, trust: Trust | undefined): boolean {
  const { problem, onlyIfListed, loopback } = checkIssuerUrl(iss);
  const listing: Listing | undefined = problem ? undefined : trust?.find(iss);
  const detail =
    problem ??
    (listing ? undefined : onlyIfListed) ??
    (loopback && !trust?.allowLoopback ? 'It is an address on this device.' : undefined);
  if (detail) {
    check.issuer = { url: iss, trust: trust ? 'untrusted' : 'unknown' };
    check.findings.push(finding('ISSUER_URL', { detail, path: 'iss' }));
    return false;
  }
  check.issuer = {
    url: iss,
    ...(listing?.name && { name: listing.name }),
    ...(listing?.website && { website: listing.website }),
    trust: listing ? 'trusted' : trust ? 'untrusted' : 'unknown',
    ...(listing && { by: listing.by }),
    ...(loopback && { loopback: true as const }),
  };
  return true;
}

async function checkSignature(
  check: Check,
  { signature, signed }: CardJws,
  { cryptoKey, findings }: UsableKey,
): Promise<boolean> {
  check.findings.push(...findings);
  const valid = await crypto.subtle.verify(ES256, cryptoKey, signature, signed);
  check.signature = valid ? 'valid' : 'invalid';
  if (!valid) check.findings.push(finding('SIGNATURE'));
  return valid;
}

/** The certificates of the key: one that leads to an anchor vouches for an issuer nobody lists; one that is wrong is said. */
async function checkCertificates(check: Check, iss: string, { chains, point }: UsableKey, trust: Trust): Promise<void> {
  if (chains.length === 0) return;
  const listed = check.issuer.trust === 'trusted';
  const anchors = trust.policy.anchors ?? [];
  let problem: string | undefined;
  for (const chain of chains) {
    const found =
      leafProblem(chain, point, check.now) ??
      (anchors.length > 0
        ? await (await import('../trust/chain.js')).chainProblem({ chain, anchors, issuer: iss, now: check.now })
        : undefined);
    if (found === undefined && anchors.length > 0) {
      if (!listed) check.issuer = { ...check.issuer, trust: 'trusted', by: 'certificate' };
      check.findings.push(finding('CERTIFICATE_REVOCATION_UNCHECKED', { severity: 'info' }));
      return;
    }
    problem ??= found;
  }
  if (problem === undefined) return;
  check.findings.push(finding('CERTIFICATE', { severity: listed ? 'warning' : 'error', detail: problem, path: 'x5c' }));
}

function checkValidity(check: Check, { nbf, exp }: CardClaims, clockSkew: number): void {
  const now = check.now.getTime();
  if (exp !== undefined && exp * 1000 < now) {
    check.validity = 'expired';
    check.findings.push(finding('CARD_EXPIRED', { path: 'exp', params: { at: iso(exp) } }));
  } else if (nbf * 1000 > now + clockSkew) {
    check.validity = 'not-yet-valid';
    check.findings.push(finding('CARD_NOT_YET_VALID', { path: 'nbf', params: { at: iso(nbf) } }));
  } else {
    check.validity = 'current';
  }
}

async function checkRevocation(
  check: Check,
  claims: CardClaims,
  key: UsableKey,
  trust: Trust,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { iss, nbf, rid } = claims;
  const version = key.crlVersion ?? (trust.givenList(iss, key.kid) ? 1 : undefined);
  if (version === undefined) {
    check.revocation = 'not-published';
    return;
  }
  if (rid === undefined) {
    check.revocation = 'clear';
    return;
  }
  try {
    if (version === 'malformed')
      throw new Failure('REVOCATION_UNAVAILABLE', { detail: 'The key has a malformed list counter.' });
    const list = await trust.revocationList(iss, key.kid, version, signal);
    check.revocation = list.isRevoked(rid, nbf) ? 'revoked' : 'clear';
    if (check.revocation === 'revoked') check.findings.push(finding('CARD_REVOKED', { path: 'vc.rid' }));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    check.findings.push(error.finding);
  }
}

/** Runs the steps; a Failure ends them with its finding. */
async function run(
  check: Check,
  input: Found,
  trust: Trust | undefined,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (input instanceof Failure) throw input;
  const limits = trust?.limits ?? DEFAULT_LIMITS;
  const { jws: text, fromQr } = toJws(input, check.findings);
  const jws = parseJws(text, limits.cardBytes);
  check.jws = text;
  const { claims, findings } = readClaims(jws.payload, limits);
  check.findings.push(...findings);
  if (!claims) return;
  check.claims = claims;
  if (fromQr && !isMinimized(claims.bundle)) check.findings.push(finding('NOT_MINIMIZED', { severity: 'info' }));
  if (!judgeIssuer(check, claims.iss, trust)) return;
  try {
    if (trust) await checkWithIssuer(check, jws, claims, trust, signal);
  } finally {
    if (check.issuer.trust !== 'trusted') check.findings.push(finding('ISSUER_UNTRUSTED', { path: 'iss' }));
  }
}

/** Signature, certificate, validity, revocation: what needs the issuer's key. */
async function checkWithIssuer(
  check: Check,
  jws: CardJws,
  claims: CardClaims,
  trust: Trust,
  signal: AbortSignal | undefined,
): Promise<void> {
  const listed = check.issuer.trust === 'trusted';
  if (!listed && trust.liveKeys !== 'any') return;
  const key = await trust.key(claims.iss, jws.kid, signal);
  if (!(await checkSignature(check, jws, key))) return;
  await checkCertificates(check, claims.iss, key, trust);
  checkValidity(check, claims, trust.clockSkew);
  // An issuer nobody vouches for is asked for its keys only: its list could not change the verdict.
  if (check.issuer.trust === 'trusted') await checkRevocation(check, claims, key, trust, signal);
}

async function verifyFound(input: Found, { trust, signal }: VerifyOptions): Promise<CardResult> {
  signal?.throwIfAborted();
  const check: Check = {
    findings: [],
    now: trust?.now() ?? new Date(),
    issuer: { trust: 'unknown' },
    signature: 'unchecked',
    validity: 'unknown',
    revocation: 'unchecked',
  };
  try {
    await run(check, input, trust, signal);
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    check.findings.push(error instanceof Failure ? error.finding : finding('RUNTIME'));
  }
  return resultOf(check);
}

/**
 * Verifies one SMART Health Card: form, signature, issuer trust, validity and revocation.
 *
 * What it does not check: that the person in front of you is the person on the card (check photo ID), that the clinical content is right or fits a
 * profile (`checkProfile`), or that the issuer's certificate has not been withdrawn.
 *
 * @param input a compact JWS, `shc:/` QR text (line wraps are fine), or all texts of a chunk set in any order.
 * @param options `trust` from createTrust: without it nobody is trusted and nothing is fetched. `signal` to give up.
 * @returns a frozen result. A bad card is a result with its findings, never an exception.
 * @throws TypeError on input that is not text; the signal's reason when it is aborted.
 * @see HL7 SMART Health Cards and Links, cards-specification
 */
export async function verifyCard(input: string | readonly string[], options: VerifyOptions = {}): Promise<CardResult> {
  const ok = typeof input === 'string' || (Array.isArray(input) && input.every((text) => typeof text === 'string'));
  if (!ok) throw new TypeError('input must be text, or a list of the texts of one card');
  return verifyFound(typeof input === 'string' ? input : [...input], options);
}

/**
 * Verifies every card in something that holds cards: QR text (several cards apart), JWS, a `.smart-health-card` file as text, Blob or File, a deep link
 * with cards in its fragment, a `$health-cards-issue` answer, or a parsed `{ verifiableCredential: [...] }`. Order is kept; each card has its own result.
 *
 * @returns never empty: what holds no card is one 'invalid' result.
 * @throws TypeError on misuse; the signal's reason when it is aborted.
 */
export async function verifyCards(input: string | Blob | object, options: VerifyOptions = {}): Promise<CardResult[]> {
  const found = await collectCards(input, options.trust?.limits ?? DEFAULT_LIMITS);
  const results: CardResult[] = [];
  for (let at = 0; at < found.length; at += PARALLEL) {
    results.push(...(await Promise.all(found.slice(at, at + PARALLEL).map((card) => verifyFound(card, options)))));
  }
  return results;
}
