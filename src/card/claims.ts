/** The claims inside a card: from compressed bytes to checked values (SMART Health Cards, "Health Cards are small"; credential modelling). */

import type { Bundle } from 'fhir/r4.js';
import { Failure, type Finding, finding } from '../errors.js';
import { fromUtf8 } from '../internal/bytes.js';
import { inflateRaw } from '../internal/inflate.js';
import { isObject, parseJson } from '../internal/json.js';
import type { Limits } from '../internal/limits.js';
import { RID } from '../trust/revocation.js';

export interface CardClaims {
  readonly iss: string;
  /** Seconds since 1970; may be fractional. */
  readonly nbf: number;
  readonly exp?: number;
  readonly types: readonly string[];
  readonly fhirVersion: string;
  readonly bundle: Bundle;
  readonly rid?: string;
}

export const HEALTH_CARD_TYPE = 'https://smarthealth.cards#health-card';
/** Deprecated in VCI 1.4.0: read and otherwise ignored. */
const DEPRECATED_TYPES = new Set(
  ['#covid19', '#immunization', '#laboratory'].map((type) => `https://smarthealth.cards${type}`),
);
/** Later than the year 5138 in seconds: it was meant in milliseconds. */
const MILLISECONDS = 1e11;

type Json = Record<string, unknown>;
interface Rule {
  readonly code: 'CLAIMS' | 'FHIR_SHAPE';
  readonly path: string;
  readonly detail: string;
  readonly ok: (claims: Json, vc: Json, subject: Json) => boolean;
}

const isTime = (value: unknown) => typeof value === 'number' && Number.isFinite(value) && value > 0;
const notMilliseconds = (value: unknown) => typeof value !== 'number' || value <= MILLISECONDS;
const absentOr = (value: unknown, ok: (value: unknown) => boolean) => value === undefined || ok(value);
const isEntry = (entry: unknown) =>
  isObject(entry) && absentOr(entry.resource, (r) => isObject(r) && typeof r.resourceType === 'string');

/** What every card has to say, in the order it is looked at. */
const RULES: readonly Rule[] = [
  {
    code: 'CLAIMS',
    path: 'iss',
    detail: 'The issuer ("iss") is missing.',
    ok: ({ iss }) => typeof iss === 'string' && iss !== '',
  },
  {
    code: 'CLAIMS',
    path: 'nbf',
    detail: 'The time of issue ("nbf") is missing or not a number.',
    ok: ({ nbf }) => isTime(nbf),
  },
  {
    code: 'CLAIMS',
    path: 'nbf',
    detail: 'The time of issue ("nbf") is in milliseconds; it must be in seconds.',
    ok: ({ nbf }) => notMilliseconds(nbf),
  },
  {
    code: 'CLAIMS',
    path: 'exp',
    detail: 'The expiry ("exp") is not a number.',
    ok: ({ exp }) => absentOr(exp, isTime),
  },
  {
    code: 'CLAIMS',
    path: 'exp',
    detail: 'The expiry ("exp") is in milliseconds; it must be in seconds.',
    ok: ({ exp }) => notMilliseconds(exp),
  },
  { code: 'CLAIMS', path: 'vc', detail: 'The credential ("vc") is missing.', ok: ({ vc }) => isObject(vc) },
  {
    code: 'CLAIMS',
    path: 'vc.type',
    detail: 'It does not say that it is a health card ("vc.type").',
    ok: (_, { type }) =>
      Array.isArray(type) && type.every((t) => typeof t === 'string') && type.includes(HEALTH_CARD_TYPE),
  },
  {
    code: 'CLAIMS',
    path: 'vc.rid',
    detail: 'The revocation identifier ("rid") is malformed.',
    // Some issuers write null where they have none.
    ok: (_, { rid }) => rid === null || absentOr(rid, (r) => typeof r === 'string' && RID.test(r)),
  },
  {
    code: 'CLAIMS',
    path: 'vc.credentialSubject',
    detail: 'The subject of the credential is missing.',
    ok: (_, { credentialSubject }) => isObject(credentialSubject),
  },
  {
    code: 'CLAIMS',
    path: 'vc.credentialSubject.fhirVersion',
    detail: 'The FHIR version is missing.',
    ok: (_, __, { fhirVersion }) =>
      typeof fhirVersion === 'string' && /^\d+\.\d+(\.\d+)?(-[\w.-]+)?$/.test(fhirVersion),
  },
  {
    code: 'CLAIMS',
    path: 'vc.credentialSubject.fhirBundle',
    detail: 'The health data is missing.',
    ok: (_, __, { fhirBundle }) => fhirBundle !== undefined,
  },
  {
    code: 'FHIR_SHAPE',
    path: 'vc.credentialSubject.fhirBundle',
    detail: 'It is not a FHIR Bundle.',
    ok: (_, __, { fhirBundle }) => absentOr(fhirBundle, (b) => isObject(b) && b.resourceType === 'Bundle'),
  },
  {
    code: 'FHIR_SHAPE',
    path: 'vc.credentialSubject.fhirBundle.entry',
    detail: 'The entries of the Bundle are not a list of resources.',
    ok: (_, __, { fhirBundle }) =>
      !isObject(fhirBundle) || absentOr(fhirBundle.entry, (e) => Array.isArray(e) && e.every(isEntry)),
  },
];

const object = (value: unknown): Json => (isObject(value) ? value : {});

/**
 * Inflates, decodes, parses and checks the claims of a card. Error findings mean the claims are not to be used; warnings are advice.
 * Throws INFLATE, TOO_LARGE, TEXT_ENCODING, JSON_SYNTAX, JSON_DUPLICATE, JSON_DEPTH. Does not judge the issuer, the times, or the clinical content.
 */
export function readClaims(payload: Uint8Array, limits: Limits): { claims?: CardClaims; findings: Finding[] } {
  const text = fromUtf8(inflateRaw(payload, limits.cardBytes));
  const json = parseJson(text, { depth: limits.jsonDepth });
  if (!isObject(json)) throw new Failure('CLAIMS', { detail: 'It is not an object.' });
  const vc = object(json.vc);
  const subject = object(vc.credentialSubject);
  const findings: Finding[] = [];
  for (const { code, path, detail, ok } of RULES) {
    // One finding for each place: the first rule broken there.
    if (!findings.some((f) => f.path && `${path}.`.startsWith(`${f.path}.`)) && !ok(json, vc, subject))
      findings.push(finding(code, { detail, path }));
  }
  if (findings.length > 0) return { findings };
  const claims: CardClaims = {
    iss: json.iss as string,
    nbf: json.nbf as number,
    ...(json.exp !== undefined && { exp: json.exp as number }),
    types: vc.type as string[],
    fhirVersion: subject.fhirVersion as string,
    bundle: subject.fhirBundle as unknown as Bundle,
    ...(typeof vc.rid === 'string' && { rid: vc.rid }),
  };
  if (!Number.isInteger(claims.nbf)) findings.push(finding('NBF_FRACTIONAL', { severity: 'info', path: 'nbf' }));
  if (claims.types.some((type) => DEPRECATED_TYPES.has(type)))
    findings.push(finding('TYPE_DEPRECATED', { severity: 'info', path: 'vc.type' }));
  if (isMixed(claims.bundle)) findings.push(finding('CARD_MIXED', { path: 'vc.credentialSubject.fhirBundle' }));
  return { claims, findings };
}

/** True when one card holds both immunizations and observations, which keeps its holder from showing only one of them. */
export function isMixed(bundle: Bundle): boolean {
  if (bundle.type !== 'collection') return false;
  const types = new Set(bundle.entry?.map((entry) => entry.resource?.resourceType));
  return types.has('Immunization') && types.has('Observation');
}
