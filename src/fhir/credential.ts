/** A card's payload as a W3C Verifiable Credential (SMART Health Cards, Credential Modeling). */

import { isObject } from '../internal/json.js';

const CONTEXT = [
  'https://www.w3.org/2018/credentials/v1',
  {
    '@vocab': 'https://smarthealth.cards#',
    fhirBundle: { '@id': 'https://smarthealth.cards#fhirBundle', '@type': '@json' },
  },
];

const isTime = (value: unknown): value is number => typeof value === 'number' && Math.abs(value) <= 8.64e12;
const toDate = (seconds: number) => new Date(seconds * 1000).toISOString();

/**
 * Maps the decoded payload of a card (`iss`, `nbf`, `exp`, `vc`) to the W3C Verifiable Credentials data model 1.1: adds
 * `@context`, puts `VerifiableCredential` first in `type`, and follows its JWT decoding rules (`iss` is `issuer`, `nbf`
 * is `issuanceDate`, `exp` is `expirationDate`, `jti` is `id`, `sub` is `credentialSubject.id`).
 *
 * It does *not* verify anything, and carries no proof over: the JWS is the proof.
 * @param payload as in the card; not changed. Times in seconds since 1970.
 * @throws TypeError when it has no `vc` object
 */
export function toVerifiableCredential(payload: unknown): Record<string, unknown> {
  if (!isObject(payload) || !isObject(payload.vc)) throw new TypeError('payload has no vc');
  const { iss, nbf, exp, jti, sub, vc } = payload;
  const { type, credentialSubject, ...rest } = structuredClone(vc);
  const types = (Array.isArray(type) ? type : [type]).filter((each) => typeof each === 'string');
  return {
    ...rest,
    '@context': structuredClone(CONTEXT),
    ...(typeof jti === 'string' && { id: jti }),
    type: ['VerifiableCredential', ...types.filter((each) => each !== 'VerifiableCredential')],
    ...(typeof iss === 'string' && { issuer: iss }),
    ...(isTime(nbf) && { issuanceDate: toDate(nbf) }),
    ...(isTime(exp) && { expirationDate: toDate(exp) }),
    credentialSubject: {
      ...(typeof sub === 'string' && { id: sub }),
      ...(isObject(credentialSubject) && credentialSubject),
    },
  };
}
