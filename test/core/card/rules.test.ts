/** One card for each rule, that breaks only it, and exactly the code it must give. */

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import {
  cardToQrText,
  createTrust,
  generateIssuerKey,
  type IssuerKey,
  type Trust,
  verifyCard,
} from '../../../src/index.js';
import { claims, forge, ISSUER, issuerKey, type Loose, NOW, nowSeconds } from '../../fixtures/cards.js';

let key: IssuerKey;
let other: IssuerKey;
let trust: Trust;

before(async () => {
  key = await issuerKey;
  other = await generateIssuerKey();
  trust = createTrust({
    issuers: [{ url: ISSUER, keys: [key.publicJwk] }, 'https://no.keys.example'],
    liveKeys: 'never',
    now: () => NOW,
  });
});

const errorsOf = (result: Awaited<ReturnType<typeof verifyCard>>) =>
  result.findings.filter((f) => f.severity === 'error').map((f) => f.code);

type Make = () => string | string[] | Promise<string | string[]>;
const withClaims = (change: (claims: Loose) => void) => () => forge({ key, claims: claims(change) });
const withHeader = (header: Record<string, unknown>) => () => forge({ key, header });
const goodText = () => JSON.stringify(claims());
const tail = async (change: (jws: string) => string) => change(await forge({ key }));
/** Sets the bits of a base64url text's last character that no encoder sets. */
const strayBits = (text: string) => {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return text.slice(0, -1) + alphabet[alphabet.indexOf(text.at(-1) as string) | 1];
};

const RULES: [name: string, code: string, verdict: string, make: Make][] = [
  ['text that is no card', 'JWS_FORMAT', 'invalid', () => 'hello'],
  ['nothing', 'JWS_FORMAT', 'invalid', () => ''],
  ['two parts', 'JWS_FORMAT', 'invalid', () => tail((jws) => jws.split('.').slice(0, 2).join('.'))],
  ['four parts', 'JWS_FORMAT', 'invalid', () => tail((jws) => `${jws}.AA`)],
  ['padding', 'JWS_FORMAT', 'invalid', () => tail((jws) => `${jws}==`)],
  ['white space inside', 'JWS_FORMAT', 'invalid', () => tail((jws) => `${jws.slice(0, 60)}\n${jws.slice(60)}`)],
  ['stray bits at the end', 'JWS_FORMAT', 'invalid', () => tail(strayBits)],
  ['a signature of 63 bytes', 'JWS_FORMAT', 'invalid', () => tail((jws) => `${jws.slice(0, -86)}${'A'.repeat(84)}`)],
  ['a character of plain base64', 'JWS_FORMAT', 'invalid', () => tail((jws) => `${jws.slice(0, -4)}+/AA`)],
  ['a header that is no JSON', 'JWS_HEADER', 'invalid', () => forge({ key, headerText: '{' })],
  ['a header that is a list', 'JWS_HEADER', 'invalid', () => forge({ key, headerText: '[]' })],
  ['alg none', 'JWS_HEADER', 'invalid', withHeader({ alg: 'none' })],
  ['alg HS256', 'JWS_HEADER', 'invalid', withHeader({ alg: 'HS256' })],
  ['alg ES384', 'JWS_HEADER', 'invalid', withHeader({ alg: 'ES384' })],
  ['no zip', 'JWS_HEADER', 'invalid', withHeader({ zip: undefined })],
  ['another zip', 'JWS_HEADER', 'invalid', withHeader({ zip: 'GZIP' })],
  ['no kid', 'JWS_HEADER', 'invalid', withHeader({ kid: undefined })],
  ['a kid that is a number', 'JWS_HEADER', 'invalid', withHeader({ kid: 7 })],
  ['crit', 'JWS_HEADER', 'invalid', withHeader({ crit: ['exp'] })],
  ['an empty crit', 'JWS_HEADER', 'invalid', withHeader({ crit: [] })],
  ['b64 false', 'JWS_HEADER', 'invalid', withHeader({ b64: false })],
  ['b64 true', 'JWS_HEADER', 'invalid', withHeader({ b64: true })],
  [
    'alg twice in the header',
    'JSON_DUPLICATE',
    'invalid',
    () => forge({ key, headerText: `{"zip":"DEF","alg":"none","alg":"ES256","kid":"${key.kid}"}` }),
  ],
  ['a payload that is not deflated', 'INFLATE', 'invalid', () => forge({ key, payload: Buffer.from([0xff, 1, 2]) })],
  ['an empty payload', 'INFLATE', 'invalid', () => forge({ key, payload: Buffer.from([]) })],
  ['a zlib header', 'INFLATE', 'invalid', () => forge({ key, payload: Buffer.from([0x78, 0x9c, 0x03, 0x00]) })],
  [
    'a truncated payload',
    'INFLATE',
    'invalid',
    () => forge({ key, payload: deflateRawSync(goodText()).subarray(0, -3) }),
  ],
  [
    'a byte after the payload',
    'INFLATE',
    'invalid',
    () => forge({ key, payload: Buffer.concat([deflateRawSync(goodText()), Buffer.from([0])]) }),
  ],
  ['a bomb', 'TOO_LARGE', 'invalid', () => forge({ key, payload: deflateRawSync(Buffer.alloc(1_000_001, 0x20)) })],
  ['bytes that are not UTF-8', 'TEXT_ENCODING', 'invalid', () => forge({ key, text: Buffer.from([0x7b, 0xff, 0x7d]) })],
  ['a byte order mark', 'TEXT_ENCODING', 'invalid', () => forge({ key, text: `\ufeff${goodText()}` })],
  ['claims that are no JSON', 'JSON_SYNTAX', 'invalid', () => forge({ key, text: '{"iss":' })],
  [
    'claims with a trailing comma',
    'JSON_SYNTAX',
    'invalid',
    () => forge({ key, text: goodText().replace(/}$/, ',}') }),
  ],
  [
    'iss twice',
    'JSON_DUPLICATE',
    'invalid',
    () => forge({ key, text: goodText().replace('{', `{"iss":"https://evil.example",`) }),
  ],
  [
    'iss twice, once escaped',
    'JSON_DUPLICATE',
    'invalid',
    () => forge({ key, text: goodText().replace('{', `{"\\u0069ss":"https://evil.example",`) }),
  ],
  [
    'a family name twice',
    'JSON_DUPLICATE',
    'invalid',
    () => forge({ key, text: goodText().replace('"family":', '"family":"Smith","family":') }),
  ],
  [
    'nesting of 65',
    'JSON_DEPTH',
    'invalid',
    () => forge({ key, text: goodText().replace(/}$/, `,"x":${'['.repeat(64)}${']'.repeat(64)}}`) }),
  ],
  [
    'nesting of 100,000',
    'JSON_DEPTH',
    'invalid',
    () => forge({ key, text: `${'['.repeat(100_000)}${']'.repeat(100_000)}` }),
  ],
  ['claims that are a list', 'CLAIMS', 'invalid', () => forge({ key, text: '[]' })],
  ['no iss', 'CLAIMS', 'invalid', withClaims((c) => delete c.iss)],
  ['no nbf', 'CLAIMS', 'invalid', withClaims((c) => delete c.nbf)],
  ['nbf as text', 'CLAIMS', 'invalid', withClaims((c) => (c.nbf = String(c.nbf)))],
  ['nbf in milliseconds', 'CLAIMS', 'invalid', withClaims((c) => (c.nbf *= 1000))],
  ['exp as text', 'CLAIMS', 'invalid', withClaims((c) => (c.exp = '2030'))],
  ['exp in milliseconds', 'CLAIMS', 'invalid', withClaims((c) => (c.exp = (nowSeconds + 60) * 1000))],
  ['exp null', 'CLAIMS', 'invalid', withClaims((c) => (c.exp = null))],
  ['no vc', 'CLAIMS', 'invalid', withClaims((c) => delete c.vc)],
  ['no type', 'CLAIMS', 'invalid', withClaims((c) => delete c.vc.type)],
  ['another type only', 'CLAIMS', 'invalid', withClaims((c) => (c.vc.type = ['https://smarthealth.cards#other']))],
  ['type as text', 'CLAIMS', 'invalid', withClaims((c) => (c.vc.type = 'https://smarthealth.cards#health-card'))],
  ['no subject', 'CLAIMS', 'invalid', withClaims((c) => delete c.vc.credentialSubject)],
  ['no fhirVersion', 'CLAIMS', 'invalid', withClaims((c) => delete c.vc.credentialSubject.fhirVersion)],
  ['no bundle', 'CLAIMS', 'invalid', withClaims((c) => delete c.vc.credentialSubject.fhirBundle)],
  ['a rid of 25 characters', 'CLAIMS', 'invalid', withClaims((c) => (c.vc.rid = 'a'.repeat(25)))],
  ['a rid with a dot', 'CLAIMS', 'invalid', withClaims((c) => (c.vc.rid = 'a.1'))],
  [
    'a bundle that is a Patient',
    'FHIR_SHAPE',
    'invalid',
    withClaims((c) => (c.vc.credentialSubject.fhirBundle.resourceType = 'Patient')),
  ],
  [
    'entries that are an object',
    'FHIR_SHAPE',
    'invalid',
    withClaims((c) => (c.vc.credentialSubject.fhirBundle.entry = {})),
  ],
  [
    'a resource without a type',
    'FHIR_SHAPE',
    'invalid',
    withClaims((c) => delete c.vc.credentialSubject.fhirBundle.entry[0].resource.resourceType),
  ],
  ['an http issuer', 'ISSUER_URL', 'invalid', withClaims((c) => (c.iss = 'http://issuer.example'))],
  ['an issuer with a slash at its end', 'ISSUER_URL', 'invalid', withClaims((c) => (c.iss = `${ISSUER}/`))],
  ['an unlisted issuer', 'ISSUER_UNTRUSTED', 'untrusted', withClaims((c) => (c.iss = 'https://somebody.example'))],
  ['a key the issuer does not publish', 'KEY_UNKNOWN', 'untrusted', () => forge({ key: other })],
  ['an issuer without keys', 'KEY_UNKNOWN', 'untrusted', withClaims((c) => (c.iss = 'https://no.keys.example'))],
  ['a signature by another key', 'SIGNATURE', 'invalid', () => forge({ key: other, header: { kid: key.kid } })],
  [
    'the signature of another card',
    'SIGNATURE',
    'invalid',
    async () =>
      (await forge({ key })).slice(0, -86) + (await forge({ key, claims: claims((c) => c.nbf--) })).slice(-86),
  ],
  ['exp a second ago', 'CARD_EXPIRED', 'expired', withClaims((c) => (c.exp = nowSeconds - 1))],
  ['nbf beyond the skew', 'CARD_NOT_YET_VALID', 'not-yet-valid', withClaims((c) => (c.nbf = nowSeconds + 61))],
  ['QR text with a letter', 'QR_FORMAT', 'invalid', () => 'shc:/56a7'],
  ['QR text with an odd digit', 'QR_FORMAT', 'invalid', () => 'shc:/567'],
  ['QR text with an impossible pair', 'QR_FORMAT', 'invalid', () => 'shc:/5699'],
  ['QR text with nothing in it', 'QR_FORMAT', 'invalid', () => 'shc:/'],
  ['a scheme in capitals', 'JWS_FORMAT', 'invalid', () => 'SHC:/5676'],
  ['one chunk of two', 'QR_CHUNK', 'invalid', () => 'shc:/1/2/5676'],
  ['a chunk beyond the total', 'QR_CHUNK', 'invalid', () => ['shc:/1/2/5676', 'shc:/3/2/5676']],
  ['chunk 0', 'QR_CHUNK', 'invalid', () => ['shc:/0/2/5676', 'shc:/1/2/5676']],
  ['chunks of two totals', 'QR_CHUNK', 'invalid', () => ['shc:/1/2/5676', 'shc:/2/3/5676']],
  ['two different first chunks', 'QR_CHUNK', 'invalid', () => ['shc:/1/2/5676', 'shc:/1/2/5677', 'shc:/2/2/56']],
  ['a chunk and a whole text', 'QR_CHUNK', 'invalid', () => ['shc:/1/2/5676', 'shc:/5676']],
  ['no texts at all', 'QR_CHUNK', 'invalid', () => []],
];

test('a good card is verified', async () => {
  const result = await verifyCard(await forge({ key }), { trust });
  assert.equal(result.verdict, 'verified');
  assert.deepEqual(errorsOf(result), []);
  assert.equal(result.fhirBundle?.entry?.length, 2);
  assert.equal(result.issuer.trust, 'trusted');
  assert.equal(result.issuer.by, 'allow-list');
});

for (const [name, code, verdict, make] of RULES) {
  test(`${name}: ${code}`, async () => {
    const result = await verifyCard(await make(), { trust });
    assert.deepEqual(errorsOf(result), [code]);
    assert.equal(result.verdict, verdict);
    assert.equal('fhirBundle' in result, result.signature === 'valid');
    if (result.signature !== 'valid') {
      assert.equal(result.validity, 'unknown');
      assert.equal(result.revocation, 'unchecked');
    }
  });
}

test('the edges of what is allowed are verified', async () => {
  const good = [
    withClaims((c) => (c.nbf += 0.5)),
    withClaims((c) => (c.nbf = nowSeconds + 60)),
    withClaims((c) => (c.exp = nowSeconds)),
    withClaims((c) => c.vc.type.push('https://smarthealth.cards#covid19', 'something else')),
    withClaims((c) => (c.vc.rid = 'a'.repeat(24))),
    withClaims((c) => (c.vc.rid = null)),
    withClaims((c) => (c.vc.credentialSubject.fhirBundle.type = 'document')),
    withClaims((c) => (c.unknown = { nested: true })),
    () => forge({ key, text: goodText().replace(/}$/, `,"x":${'['.repeat(63)}${']'.repeat(63)}}`) }),
  ];
  for (const make of good) assert.equal((await verifyCard(await make(), { trust })).verdict, 'verified');
});

test('a __proto__ member stays data', async () => {
  const text = goodText().replace('{', '{"__proto__":{"polluted":true},');
  const result = await verifyCard(await forge({ key, text }), { trust });
  assert.equal(result.verdict, 'verified');
  assert.equal(({} as Loose).polluted, undefined);
});

test('an expired card that is also not trusted is untrusted; one that is forged is never expired', async () => {
  const old = claims((c) => {
    c.exp = nowSeconds - 10;
  });
  const forged = await verifyCard(await forge({ key: other, header: { kid: key.kid }, claims: old }), { trust });
  assert.equal(forged.verdict, 'invalid');
  assert.equal(forged.validity, 'unknown');
  assert.equal(forged.signature, 'invalid');
});

test('results are frozen through and through, and survive structuredClone', async () => {
  const result = await verifyCard(await forge({ key }), { trust });
  assert.throws(() => {
    (result as Loose).verdict = 'invalid';
  }, TypeError);
  assert.throws(() => {
    (result as Loose).fhirBundle.entry[0].resource.name[0].family = 'Smith';
  }, TypeError);
  assert.deepEqual(structuredClone(result), result);
});

test('misuse throws, an aborted signal throws, nothing else does', async () => {
  await assert.rejects(verifyCard(7 as Loose), TypeError);
  await assert.rejects(verifyCard([7] as Loose), TypeError);
  await assert.rejects(verifyCard('x', { signal: AbortSignal.abort() }), { name: 'AbortError' });
});

test('without a trust nothing is trusted and nothing is checked', async () => {
  const result = await verifyCard(await forge({ key }));
  assert.equal(result.verdict, 'untrusted');
  assert.equal(result.signature, 'unchecked');
  assert.equal(result.issuer.trust, 'unknown');
  assert.equal('fhirBundle' in result, false);
});

const ADVICE: [name: string, codes: string[], make: Make][] = [
  ['a fraction of a second', ['NBF_FRACTIONAL info'], withClaims((c) => (c.nbf += 0.5))],
  [
    'a deprecated type',
    ['TYPE_DEPRECATED info'],
    withClaims((c) => c.vc.type.push('https://smarthealth.cards#immunization')),
  ],
  ['a type nobody knows', [], withClaims((c) => c.vc.type.push('https://example.org#type'))],
  [
    'immunizations and observations in one card',
    ['CARD_MIXED warning'],
    withClaims((c) =>
      c.vc.credentialSubject.fhirBundle.entry.push({
        fullUrl: 'resource:2',
        resource: { resourceType: 'Observation' },
      }),
    ),
  ],
  [
    'QR text that could be shorter',
    ['NOT_MINIMIZED info'],
    async () => qrOf((c) => (c.vc.credentialSubject.fhirBundle.entry[0].resource.id = 'a')),
  ],
  ['QR text with a display', ['NOT_MINIMIZED info'], async () => qrOf((c) => (vaccine(c).coding[0].display = 'x'))],
  [
    'QR text with a long reference',
    ['NOT_MINIMIZED info'],
    async () => qrOf((c) => (c.vc.credentialSubject.fhirBundle.entry[1].resource.patient.reference = 'Patient/1')),
  ],
  ['QR text that is minimized', [], async () => qrOf(() => {})],
  [
    'a JWS that could be shorter',
    [],
    withClaims((c) => (c.vc.credentialSubject.fhirBundle.entry[0].resource.id = 'a')),
  ],
];
const vaccine = (c: Loose) => c.vc.credentialSubject.fhirBundle.entry[1].resource.vaccineCode;
const qrOf = async (change: (c: Loose) => void) => cardToQrText(await forge({ key, claims: claims(change) }));

for (const [name, codes, make] of ADVICE) {
  test(`advice on ${name}: ${codes.join(', ') || 'none'}, and still verified`, async () => {
    const result = await verifyCard(await make(), { trust });
    assert.equal(result.verdict, 'verified');
    assert.deepEqual(
      result.findings.map((f) => `${f.code} ${f.severity}`),
      codes,
    );
  });
}
