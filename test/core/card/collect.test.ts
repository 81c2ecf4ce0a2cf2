/** Everything that may hold cards. */

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import {
  cardDeepLink,
  cardFile,
  cardToQrText,
  createTrust,
  healthCardsIssueResponse,
  type Trust,
  verifyCards,
} from '../../../src/index.js';
import { claims, forge, ISSUER, issuerKey, type Loose, NOW } from '../../fixtures/cards.js';

let trust: Trust;
let good: string;
let second: string;
let bad: string;

before(async () => {
  const key = await issuerKey;
  trust = createTrust({ issuers: [{ url: ISSUER, keys: [key.publicJwk] }], liveKeys: 'never', now: () => NOW });
  good = await forge({ key });
  second = await forge({ key, claims: claims((c) => c.nbf--) });
  bad = `${good.slice(0, -5)}AAAAA`.replace(/.{4}$/, 'AAAA');
});

const verdicts = async (input: Loose) => (await verifyCards(input, { trust })).map((result) => result.verdict);
const problem = async (input: Loose) => {
  const results = await verifyCards(input, { trust });
  assert.equal(results.length, 1);
  assert.equal(results[0]?.verdict, 'invalid');
  return results[0]?.findings[0]?.code;
};

test('a file as text, Blob and File: each card its own result, in order', async () => {
  const text = JSON.stringify({ verifiableCredential: [good, bad, second, 'nonsense', 7] });
  for (const input of [text, new Blob([text]), new File([text], 'a.smart-health-card'), JSON.parse(text)]) {
    const results = await verifyCards(input, { trust });
    assert.deepEqual(
      results.map((r) => r.verdict),
      ['verified', 'invalid', 'verified', 'invalid', 'invalid'],
    );
    assert.equal(results[0]?.jws, good);
    assert.equal(results[2]?.jws, second);
  }
});

test('cardFile, deep links raw and encoded, and the answer of an issuer', async () => {
  assert.deepEqual(await verdicts(cardFile([good, second])), ['verified', 'verified']);
  assert.deepEqual(await verdicts(cardDeepLink('https://wallet.example/SMARTHealthCard/', [good])), ['verified']);
  assert.deepEqual(await verdicts(`https://wallet.example/#${cardFile([good])}`), ['verified']);
  const answer = healthCardsIssueResponse({
    cards: [good, second],
    resourceLinks: [
      { vcIndex: 0, bundledResource: 'resource:1', hostedResource: 'https://fhir.example/Immunization/1' },
    ],
  });
  assert.deepEqual(await verdicts(answer), ['verified', 'verified']);
  assert.deepEqual(await verdicts(JSON.stringify(answer)), ['verified', 'verified']);
});

test('several QR texts at once: whole cards and chunk sets apart', async () => {
  const halves = (jws: string) => {
    const [text = ''] = cardToQrText(jws);
    const half = Math.ceil((text.length - 5) / 4) * 2 + 5;
    return [`shc:/1/2/${text.slice(5, half)}`, `shc:/2/2/${text.slice(half)}`];
  };
  const whole = cardToQrText(good);
  assert.deepEqual(await verdicts([...whole, ...whole].join('\n')), ['verified', 'verified']);
  assert.deepEqual(await verdicts([...halves(good), ...whole].join('')), ['verified', 'verified']);
  assert.deepEqual(await verdicts([...halves(good), ...halves(second)].join('\n')), ['verified', 'verified']);
  assert.deepEqual(await verdicts(halves(good)[1]), ['invalid']);
});

test('a list of texts: cards, or the codes of chunk sets', async () => {
  const [text = ''] = cardToQrText(good);
  const half = Math.ceil((text.length - 5) / 4) * 2 + 5;
  const chunks = [`shc:/2/2/${text.slice(half)}`, `shc:/1/2/${text.slice(5, half)}`];
  assert.deepEqual(await verdicts([good, bad, second]), ['verified', 'invalid', 'verified']);
  assert.deepEqual(await verdicts(chunks), ['verified']);
  assert.deepEqual(await verdicts([...chunks, ...cardToQrText(second)]), ['verified', 'verified']);
});

test('what holds no card is one invalid result that says so', async () => {
  for (const input of [
    '',
    'hello',
    '{}',
    '[]',
    '{"verifiableCredential":[]}',
    '{"verifiableCredential":"x"}',
    {},
    [],
    new Blob([]),
    new Blob(['%PDF-1.7']),
  ]) {
    assert.equal(await problem(input), 'FILE_FORMAT');
  }
  assert.equal(await problem(healthCardsIssueResponse({ cards: [] })), 'FILE_FORMAT');
  assert.equal(await problem(new Blob([new Uint8Array([0xff, 0xfe, 0x00])])), 'TEXT_ENCODING');
  assert.equal(await problem('shlink:/eyJ1'), 'FILE_FORMAT');
  assert.equal(await problem('{"verifiableCredential":["a"],"verifiableCredential":["b"]}'), 'JSON_DUPLICATE');
  assert.equal(await problem(new Blob([new Uint8Array(10_000_001)])), 'TOO_LARGE');
});

test('line wraps are fine in QR text and refused inside a JWS', async () => {
  const wrapped = (text: string) => text.replace(/(.{40})/g, '$1\n  ');
  assert.deepEqual(await verdicts(wrapped(cardToQrText(good)[0] ?? '')), ['verified']);
  assert.deepEqual(await verdicts(wrapped(good)), ['invalid']);
  assert.deepEqual(await verdicts(` ${good}\n`), ['verified']);
});

test('misuse throws', async () => {
  await assert.rejects(verifyCards(7 as Loose), TypeError);
  await assert.rejects(verifyCards(null as Loose), TypeError);
});
