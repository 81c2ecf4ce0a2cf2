/** Trust by certificate: each rule of a path broken by one chain that breaks only it. */

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { createTrust, type IssuerKey, publicKeySet, type TrustPolicy, verifyCard } from '../../../src/index.js';
import { thumbprint } from '../../../src/trust/keys.js';
import { claims, forge, ISSUER, NOW } from '../../fixtures/cards.js';
import { type CertificateOptions, type Identity, makeCertificate, newKeys } from '../../fixtures/certificates.js';
import { hl7Card, hl7Issuer, needsVectors, vectorJson } from '../../fixtures/vectors.js';

let leafKeys: CryptoKeyPair;
let key: IssuerKey;
let root: Identity;
let middle: Identity;
let jws: string;

const CA = { ca: true, usage: [5] } satisfies Partial<CertificateOptions>;
const LEAF = { name: 'Harbor Health', uri: ISSUER, usage: [0] } satisfies Partial<CertificateOptions>;
const leaf = (change: Partial<CertificateOptions> = {}) =>
  makeCertificate({ ...LEAF, keys: leafKeys, issuer: middle, ...change });

before(async () => {
  leafKeys = await newKeys();
  const { kty = '', crv = '', x = '', y = '', d = '' } = await crypto.subtle.exportKey('jwk', leafKeys.privateKey);
  const kid = await thumbprint({ kty, crv, x, y });
  key = { kid, publicJwk: { kty, crv, x, y, kid, use: 'sig', alg: 'ES256' }, privateJwk: { kty, crv, x, y, d, kid } };
  root = await makeCertificate({ name: 'Root', ...CA });
  middle = await makeCertificate({ name: 'Middle', issuer: root, ...CA });
  jws = await forge({ key, claims: claims() });
});

/** Verifies with an issuer nobody lists, whose live set carries the chains. */
async function check(chains: readonly (readonly Identity[])[], policy: TrustPolicy = {}, listed = false) {
  const keys = chains.map(
    (chain) => publicKeySet([{ ...key.publicJwk, x5c: chain.map(({ base64 }) => base64) }]).keys[0],
  );
  const fetch = async () => new Response(JSON.stringify({ keys }));
  const trust = createTrust({
    anchors: [root.pem],
    liveKeys: 'any',
    fetch: fetch as typeof globalThis.fetch,
    now: () => NOW,
    ...(listed && { issuers: [ISSUER] }),
    ...policy,
  });
  return verifyCard(jws, { trust });
}
const codes = (result: Awaited<ReturnType<typeof check>>) => result.findings.map((f) => `${f.code} ${f.severity}`);

test('a path to an anchor vouches for an issuer nobody lists', async () => {
  const result = await check([[await leaf(), middle, root]]);
  assert.equal(result.verdict, 'verified');
  assert.equal(result.issuer.trust, 'trusted');
  assert.equal(result.issuer.by, 'certificate');
  assert.deepEqual(codes(result), ['CERTIFICATE_REVOCATION_UNCHECKED info']);
});

test('the root may be left out of the chain; an anchor may be an intermediate, or the leaf itself', async () => {
  const end = await leaf();
  assert.equal((await check([[end, middle]])).verdict, 'verified');
  assert.equal((await check([[end]], { anchors: [middle.pem] })).verdict, 'verified');
  assert.equal((await check([[end]], { anchors: [`${root.pem}${middle.pem}`] })).verdict, 'verified');
  assert.equal((await check([[end]], { anchors: [end.pem] })).verdict, 'verified');
});

test('of several chains for one key, one that leads to an anchor is enough', async () => {
  const stranger = await makeCertificate({ name: 'Stranger', ...CA });
  const result = await check([
    [await leaf({ issuer: stranger }), stranger],
    [await leaf(), middle],
  ]);
  assert.equal(result.verdict, 'verified');
});

test('a path that fails through one anchor is found through its renewed one', async () => {
  const old = await makeCertificate({ name: 'Root', keys: root.keys, ...CA, notAfter: new Date('2026-05-01') });
  assert.equal((await check([[await leaf(), middle]], { anchors: [old.pem, root.pem] })).verdict, 'verified');
  assert.equal((await check([[await leaf(), middle]], { anchors: [old.pem] })).verdict, 'untrusted');
});

const past = new Date('2026-05-31T00:00:00Z');
const future = new Date('2026-06-02T00:00:00Z');
const BROKEN: [name: string, says: RegExp, chain: () => Promise<Identity[]>][] = [
  ['another key in the leaf', /another key/, async () => [await leaf({ keys: await newKeys() }), middle]],
  [
    'no alternative name',
    /not for this issuer/,
    async () => [await makeCertificate({ name: 'x', keys: leafKeys, issuer: middle, usage: [0] }), middle],
  ],
  [
    'a DNS name only',
    /not for this issuer/,
    async () => [await makeCertificate({ name: 'x', keys: leafKeys, issuer: middle, dns: 'issuer.example' }), middle],
  ],
  ['a URI of another issuer', /not for this issuer/, async () => [await leaf({ uri: `${ISSUER}/other` }), middle]],
  ['a URI with a slash more', /not for this issuer/, async () => [await leaf({ uri: `${ISSUER}/` }), middle]],
  ['an expired leaf', /expired on 2026-05-31/, async () => [await leaf({ notAfter: past }), middle]],
  ['a leaf of tomorrow', /not valid yet/, async () => [await leaf({ notBefore: future }), middle]],
  ['a leaf that is not for signatures', /not meant for signatures/, async () => [await leaf({ usage: [4] }), middle]],
  ['an unknown critical extension', /critical extension/, async () => [await leaf({ unknownCritical: true }), middle]],
  [
    'a leaf signed by somebody else',
    /does not lead/,
    async () => [await leaf({ wrongSigner: await newKeys() }), middle],
  ],
  ['SHA-1', /no longer safe/, async () => [await leaf({ hash: 'SHA-1' }), middle]],
  [
    'an issuer that is no CA',
    /may not issue/,
    async () => {
      const plain = await makeCertificate({ name: 'Plain', issuer: root, ca: false, usage: [5] });
      return [await leaf({ issuer: plain }), plain];
    },
  ],
  [
    'an issuer without basic constraints',
    /may not issue/,
    async () => {
      const plain = await makeCertificate({ name: 'Plain', issuer: root });
      return [await leaf({ issuer: plain }), plain];
    },
  ],
  [
    'an issuer whose key may not sign certificates',
    /may not sign certificates/,
    async () => {
      const plain = await makeCertificate({ name: 'Plain', issuer: root, ca: true, usage: [0] });
      return [await leaf({ issuer: plain }), plain];
    },
  ],
  [
    'an expired intermediate',
    /out of date/,
    async () => {
      const old = await makeCertificate({ name: 'Old', issuer: root, ...CA, notAfter: past });
      return [await leaf({ issuer: old }), old];
    },
  ],
  [
    'a path longer than pathLen',
    /longer than/,
    async () => {
      const short = await makeCertificate({ name: 'Short', issuer: root, ...CA, pathLength: 0 });
      const below = await makeCertificate({ name: 'Below', issuer: short, ...CA });
      return [await leaf({ issuer: below }), below, short];
    },
  ],
  [
    'a root nobody gave',
    /does not lead/,
    async () => {
      const stranger = await makeCertificate({ name: 'Root', ...CA });
      return [await leaf({ issuer: stranger }), stranger];
    },
  ],
  ['a leaf that signed itself', /does not lead/, async () => [await makeCertificate({ ...LEAF, keys: leafKeys })]],
];

for (const [name, says, chain] of BROKEN) {
  test(`${name}: not trusted; reported as a warning where the issuer is listed`, async () => {
    const links = await chain();
    const unlisted = await check([links]);
    assert.equal(unlisted.verdict, 'untrusted');
    assert.deepEqual(codes(unlisted), ['CERTIFICATE error', 'ISSUER_UNTRUSTED error']);
    assert.match(unlisted.findings[0]?.message ?? '', says);
    const listed = await check([links], {}, true);
    assert.equal(listed.verdict, 'verified');
    assert.deepEqual(codes(listed), ['CERTIFICATE warning']);
  });
}

test('certificates that sign each other in circles end', async () => {
  const keys = await newKeys();
  const ring = await Promise.all(Array.from({ length: 12 }, () => makeCertificate({ name: 'Ring', keys, ...CA })));
  const start = Date.now();
  const result = await check([[await leaf({ issuer: ring[0] as Identity }), ...ring]]);
  assert.equal(result.verdict, 'untrusted');
  assert.ok(Date.now() - start < 3_000);
});

test('without anchors no certificate vouches for anybody', async () => {
  const result = await check([[await leaf(), middle, root]], { anchors: [] });
  assert.equal(result.verdict, 'untrusted');
});

test('anchors that are no certificates are refused at once', () => {
  assert.throws(() => createTrust({ anchors: ['nonsense'] }), TypeError);
});

test('HL7 card 01: its chain was good when it was made, and its leaf has expired since', needsVectors, async () => {
  const jwks = vectorJson('hl7/issuer.jwks.json');
  const [, { x5c }] = jwks.keys;
  const anchors = [`-----BEGIN CERTIFICATE-----\n${x5c[2]}\n-----END CERTIFICATE-----`];
  const fetch = (async () => new Response(JSON.stringify(jwks))) as typeof globalThis.fetch;
  const at = (time: string) =>
    verifyCard(hl7Card('01'), { trust: createTrust({ anchors, liveKeys: 'any', fetch, now: () => new Date(time) }) });
  const then = await at('2022-01-01');
  assert.equal(then.issuer.by, 'certificate');
  assert.equal(then.verdict, 'not-yet-valid');
  const now = await at('2026-06-01');
  assert.equal(now.verdict, 'untrusted');
  assert.equal(now.signature, 'valid');
  const listed = await verifyCard(hl7Card('01'), {
    trust: createTrust({ issuers: [hl7Issuer()], anchors, now: () => new Date('2026-06-01') }),
  });
  assert.equal(listed.verdict, 'verified');
  assert.equal(listed.issuer.by, 'allow-list');
  assert.ok(codes(listed).includes('CERTIFICATE warning'));
});
