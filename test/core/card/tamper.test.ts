/** One changed byte anywhere in a card, and it is not verified. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cardToQrText, createTrust, issueCard, verifyCard, verifyCards } from '../../../src/index.js';
import { bundle, ISSUER, issuerKey, NOW } from '../../fixtures/cards.js';

/** Other characters for a position: a flipped bit of each kind, and what is nearest in the alphabets. */
const replacements = (char: string): string[] => {
  const code = char.charCodeAt(0);
  const flipped = [1, 2, 4, 8, 16, 32, 64].map((bit) => String.fromCharCode(code ^ bit));
  return [...new Set([...flipped, String.fromCharCode(code + 1), '0', 'A'])].filter((other) => other !== char);
};

const setUp = async () => {
  const key = await issuerKey;
  const trust = createTrust({ issuers: [{ url: ISSUER, keys: [key.publicJwk] }], liveKeys: 'never', now: () => NOW });
  const jws = await issueCard({ issuer: ISSUER, key, bundle: bundle(), issuedAt: NOW });
  return { trust, jws };
};

test('each byte of the JWS', async () => {
  const { trust, jws } = await setUp();
  assert.equal((await verifyCard(jws, { trust })).verdict, 'verified');
  let tried = 0;
  for (let at = 0; at < jws.length; at++) {
    for (const other of replacements(jws[at] as string)) {
      const changed = jws.slice(0, at) + other + jws.slice(at + 1);
      const result = await verifyCard(changed, { trust });
      assert.notEqual(result.verdict, 'verified', `byte ${at} as ${JSON.stringify(other)}`);
      tried++;
    }
  }
  assert.ok(tried > jws.length * 5);
});

test('each byte of the QR text, whole and in chunks', async () => {
  const { trust, jws } = await setUp();
  const [text = ''] = cardToQrText(jws);
  const half = Math.ceil((text.length - 5) / 4) * 2 + 5;
  const chunks = [`shc:/1/2/${text.slice(5, half)}`, `shc:/2/2/${text.slice(half)}`];
  assert.equal((await verifyCards(text, { trust }))[0]?.verdict, 'verified');
  assert.equal((await verifyCard(chunks, { trust })).verdict, 'verified');
  for (const [which, source] of [text, ...chunks].entries()) {
    for (let at = 0; at < source.length; at++) {
      for (const other of replacements(source[at] as string)) {
        const changed = source.slice(0, at) + other + source.slice(at + 1);
        const input = which === 0 ? changed : chunks.map((chunk, i) => (i === which - 1 ? changed : chunk));
        const results =
          typeof input === 'string' ? await verifyCards(input, { trust }) : [await verifyCard(input, { trust })];
        for (const result of results) {
          assert.notEqual(result.verdict, 'verified', `text ${which}, byte ${at} as ${JSON.stringify(other)}`);
        }
      }
    }
  }
});
