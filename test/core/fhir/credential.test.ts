import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toVerifiableCredential } from '../../../src/fhir/credential.js';
import { collection, type Loose, patient } from './bundles.js';

const payload = (more: Loose = {}): Loose => ({
  iss: 'https://issuer.example',
  nbf: 1_620_992_383.218,
  vc: {
    type: ['https://smarthealth.cards#health-card'],
    credentialSubject: { fhirVersion: '4.0.1', fhirBundle: collection(patient()) },
    rid: 'MKyCxh7p6uQ',
  },
  ...more,
});

test('the mapping of Credential Modeling', () => {
  assert.deepEqual(toVerifiableCredential(payload({ exp: 1_700_000_000 })), {
    '@context': [
      'https://www.w3.org/2018/credentials/v1',
      {
        '@vocab': 'https://smarthealth.cards#',
        fhirBundle: { '@id': 'https://smarthealth.cards#fhirBundle', '@type': '@json' },
      },
    ],
    type: ['VerifiableCredential', 'https://smarthealth.cards#health-card'],
    issuer: 'https://issuer.example',
    issuanceDate: '2021-05-14T11:39:43.218Z',
    expirationDate: '2023-11-14T22:13:20.000Z',
    credentialSubject: { fhirVersion: '4.0.1', fhirBundle: collection(patient()) },
    rid: 'MKyCxh7p6uQ',
  });
});

test('jti and sub, and no type twice', () => {
  const mapped: Loose = toVerifiableCredential(
    payload({ jti: 'urn:x', sub: 'did:x', vc: { type: ['VerifiableCredential', 'a'], credentialSubject: {} } }),
  );
  assert.equal(mapped.id, 'urn:x');
  assert.equal(mapped.credentialSubject.id, 'did:x');
  assert.deepEqual(mapped.type, ['VerifiableCredential', 'a']);
});

test('the payload is not changed, and not shared', () => {
  const given = payload();
  const before = structuredClone(given);
  const mapped: Loose = toVerifiableCredential(given);
  mapped.credentialSubject.fhirBundle.entry.length = 0;
  assert.deepEqual(given, before);
});

test('what has no vc is refused', () => {
  for (const value of [null, {}, { vc: 5 }]) assert.throws(() => toVerifiableCredential(value), TypeError);
  assert.equal(toVerifiableCredential(payload({ nbf: 1e300 })).issuanceDate, undefined);
});
