/** What a checked card is: one frozen, plain, structured-cloneable value. */

import type { Bundle } from 'fhir/r4.js';
import { type Finding, type Status, statusOf } from '../errors.js';

export type Verdict = 'verified' | 'unverifiable' | 'not-yet-valid' | 'expired' | 'revoked' | 'untrusted' | 'invalid';

export interface CardIssuer {
  /** `iss` as the card writes it. Only as true as the signature and the trust. */
  readonly url?: string;
  /** The name in the caller's own directory or list; never taken from the card. */
  readonly name?: string;
  readonly website?: string;
  /** 'unknown': no policy was given. 'untrusted': the policy does not have this issuer. */
  readonly trust: 'trusted' | 'untrusted' | 'unknown';
  readonly by?: 'directory' | 'allow-list' | 'certificate';
  /** The issuer is on this machine: a demonstration, allowed by the policy's allowLoopback. */
  readonly loopback?: true;
}

/**
 * The result of verifyCard. The verdict is the gravest status among the findings of severity error; with none it is
 * 'verified'. The four axes (signature, issuer trust, validity, revocation) are to be shown beside it.
 */
export interface CardResult {
  readonly verdict: Verdict;
  readonly signature: 'valid' | 'invalid' | 'unchecked';
  readonly issuer: CardIssuer;
  readonly validity: 'current' | 'expired' | 'not-yet-valid' | 'unknown';
  readonly revocation: 'clear' | 'revoked' | 'not-published' | 'unchecked';
  /** ISO 8601, UTC. */
  readonly issuedAt?: string;
  readonly expiresAt?: string;
  readonly types: readonly string[];
  readonly fhirVersion?: string;
  /** Present only when the signature is valid, whatever the verdict. */
  readonly fhirBundle?: Bundle;
  readonly findings: readonly Finding[];
  readonly jws?: string;
  /** ISO 8601, UTC: when this check was made. */
  readonly checkedAt: string;
}

/** Gravest first. */
const GRAVITY: readonly Verdict[] = ['invalid', 'untrusted', 'revoked', 'expired', 'not-yet-valid', 'unverifiable'];

/** What an error finding of each status does to a card. Codes that are no card's own count as a failure to check. */
const VERDICT_OF: Readonly<Record<Status, Verdict>> = {
  invalid: 'invalid',
  untrusted: 'untrusted',
  revoked: 'revoked',
  expired: 'expired',
  'not-yet-valid': 'not-yet-valid',
  unverifiable: 'unverifiable',
  unsupported: 'invalid',
  'input-needed': 'unverifiable',
  device: 'invalid',
  advice: 'unverifiable',
};

/** The verdict that findings add up to. */
export function verdictOf(findings: readonly Finding[]): Verdict {
  const verdicts = new Set(findings.filter((f) => f.severity === 'error').map((f) => VERDICT_OF[statusOf(f.code)]));
  return GRAVITY.find((verdict) => verdicts.has(verdict)) ?? 'verified';
}
