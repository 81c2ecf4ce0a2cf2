/** With kill-the-clipboard, an independent implementation: cards issued by each verify in the other, and files and QR text are read. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Bundle } from 'fhir/r4.js';
import { type SHC, SHCIssuer, SHCReader } from 'kill-the-clipboard';
import {
  cardFile,
  cardToQrText,
  createTrust,
  generateIssuerKey,
  issueCard,
  minimizeBundle,
  publicKeySet,
  verifyCard,
  verifyCards,
} from '../../../src/index.js';
import { bundle, ISSUER, type Loose } from '../../fixtures/cards.js';
import { needsVectors, vectorJson } from '../../fixtures/vectors.js';

const setUp = async () => {
  const key = await generateIssuerKey();
  const reader = new SHCReader({ publicKey: key.publicJwk as Loose, useVciDirectory: false, issuerDirectory: null });
  const issuer = new SHCIssuer({
    issuer: ISSUER,
    privateKey: key.privateJwk,
    publicKey: key.publicJwk as Loose,
    enableQROptimization: true,
  });
  const trust = createTrust({ issuers: [{ url: ISSUER, keys: publicKeySet([key]) }], liveKeys: 'never' });
  return { key, reader, issuer, trust };
};

const bundles = (): Bundle[] => [
  bundle() as Bundle,
  ...['covid', 'mpox'].map((name) => vectorJson(`vaccination-ig/bundle-immunization-${name}.json`)),
  vectorJson('vaccination-ig/bundle-lab-test-results-covid.json'),
  vectorJson('hl7/example-00-a-fhirBundle.json'),
];

test('cards issued here verify there, as JWS, file and QR text', needsVectors, async () => {
  const { key, reader } = await setUp();
  for (const each of bundles()) {
    const jws = await issueCard({ issuer: ISSUER, key, bundle: each });
    const expected = minimizeBundle(each);
    for (const read of [
      reader.fromJWS(jws),
      reader.fromFileContent(cardFile([jws])),
      reader.fromQRNumeric(cardToQrText(jws)[0] as Loose),
    ]) {
      assert.deepEqual(await ((await read) as SHC).asBundle(), expected);
    }
  }
});

test('cards issued there verify here', needsVectors, async () => {
  const { issuer, trust } = await setUp();
  for (const each of bundles()) {
    const card = await issuer.issue(each as Loose);
    assert.equal((await verifyCard(card.asJWS(), { trust })).verdict, 'verified');
    const [fromFile] = await verifyCards(await card.asFileContent(), {
      trust,
    });
    assert.equal(fromFile?.verdict, 'verified');
  }
});

test('ours are no longer than theirs', needsVectors, async () => {
  const { issuer, key } = await setUp();
  for (const each of bundles()) {
    const theirs = (await issuer.issue(each as Loose)).asJWS();
    const ours = await issueCard({ issuer: ISSUER, key, bundle: each });
    assert.ok(ours.length <= theirs.length, `${ours.length} > ${theirs.length}`);
  }
});
