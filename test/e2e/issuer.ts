/** A card of an issuer that a test makes up, with the keys a verifier needs. */

import type { Bundle } from 'fhir/r4.js';
import { generateIssuerKey, issueCard, publicKeySet } from '../../src/index.js';

const BUNDLE: Bundle = {
  resourceType: 'Bundle',
  type: 'collection',
  entry: [
    {
      fullUrl: 'resource:0',
      resource: { resourceType: 'Patient', name: [{ family: 'Anyperson', given: ['Jane'] }], birthDate: '1951-01-20' },
    },
    {
      fullUrl: 'resource:1',
      resource: {
        resourceType: 'Immunization',
        status: 'completed',
        vaccineCode: { coding: [{ system: 'http://hl7.org/fhir/sid/cvx', code: '207' }] },
        patient: { reference: 'resource:0' },
        occurrenceDateTime: '2021-01-01',
        performer: [{ actor: { display: 'ABC General Hospital' } }],
        lotNumber: '0000001',
      },
    },
  ],
};

/** @param url the issuer's; nothing has to be there */
export async function issueTestCard(url = 'https://issuer.example.org/shc') {
  const key = await generateIssuerKey();
  const jws = await issueCard({ issuer: url, key, bundle: BUNDLE });
  const keySet = publicKeySet([key]);
  return { jws, keySet, issuer: { url, name: 'Test issuer', keys: keySet.keys } };
}
