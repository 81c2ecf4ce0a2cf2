/** HL7's example cards, with HL7's key set as trust. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTrust, type Trust, verifyCard, verifyCards } from '../../../src/index.js';
import { HL7_ISSUER, hl7Card, hl7Issuer, needsVectors, vector, vectorJson } from '../../fixtures/vectors.js';

const trust = (): Trust =>
  createTrust({ issuers: [hl7Issuer()], liveKeys: 'never', now: () => new Date('2026-06-01') });
const qr = (number: string, part = 0) => vector(`hl7/example-${number}-f-qr-code-numeric-value-${part}.txt`);
const bundleOf = (number: string) =>
  vectorJson(`hl7/example-${number}-c-jws-payload-minified.json`).vc.credentialSubject.fhirBundle;

test('00 is verified, as JWS, QR text and file', needsVectors, async () => {
  for (const text of [hl7Card('00'), qr('00'), vector('hl7/example-00-e-file.smart-health-card')]) {
    const [result] = await verifyCards(text, { trust: trust() });
    assert.equal(result?.verdict, 'verified');
    assert.equal(result.signature, 'valid');
    assert.equal(result.revocation, 'clear');
    assert.equal(result.issuer.url, HL7_ISSUER);
    assert.deepEqual(result.fhirBundle, bundleOf('00'));
  }
});

test('01 is verified by its listing, and its expired certificate is reported', needsVectors, async () => {
  const result = await verifyCard(hl7Card('01'), { trust: trust() });
  assert.equal(result.verdict, 'verified');
  assert.equal(result.issuer.by, 'allow-list');
  const certificate = result.findings.find((f) => f.code === 'CERTIFICATE');
  assert.equal(certificate?.severity, 'warning');
  assert.match(certificate.message, /2022-06-01/);
  assert.deepEqual(result.fhirBundle, bundleOf('01'));
});

test('02 is verified from its chunks in any order, twice the same, and as pasted lines', needsVectors, async () => {
  const parts = [0, 1, 2].map((part) => qr('02', part)) as [string, string, string];
  const [a, b, c] = parts;
  for (const set of [
    [a, b, c],
    [a, c, b],
    [b, a, c],
    [b, c, a],
    [c, a, b],
    [c, b, a],
    [c, b, c, a],
  ]) {
    const result = await verifyCard(set, { trust: trust() });
    assert.equal(result.verdict, 'verified');
    assert.deepEqual(result.fhirBundle, bundleOf('02'));
  }
  const pasted = parts.join('\n').replace(/(.{70})/g, '$1\r\n ');
  assert.deepEqual(
    (await verifyCards(pasted, { trust: trust() })).map((r) => r.verdict),
    ['verified'],
  );
  assert.equal((await verifyCard(hl7Card('02'), { trust: trust() })).verdict, 'verified');
});

test('03 is expired and not revoked', needsVectors, async () => {
  const result = await verifyCard(hl7Card('03'), { trust: trust() });
  assert.equal(result.verdict, 'expired');
  assert.equal(result.validity, 'expired');
  assert.equal(result.revocation, 'clear');
  assert.deepEqual(result.fhirBundle, bundleOf('03'));
});

test('the same key set without its list cannot say whether 00 is revoked', needsVectors, async () => {
  const { crls: _, ...issuer } = hl7Issuer();
  const result = await verifyCard(hl7Card('00'), { trust: createTrust({ issuers: [issuer], liveKeys: 'never' }) });
  assert.equal(result.verdict, 'unverifiable');
  assert.equal(result.revocation, 'unchecked');
  assert.deepEqual(
    result.findings.filter((f) => f.severity === 'error').map((f) => f.code),
    ['REVOCATION_UNAVAILABLE'],
  );
});
