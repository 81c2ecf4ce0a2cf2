/** Keys and revocation lists asked from a real server on loopback. */

import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import {
  createTrust,
  generateIssuerKey,
  publicKeySet,
  revocationList,
  type TrustPolicy,
  verifyCard,
} from '../../../src/index.js';
import { claims, forge, issuerKey, type Loose, NOW, nowSeconds } from '../../fixtures/cards.js';
import { serve, serveJson, type TestServer } from '../../fixtures/server.js';

const open: TestServer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});
const started = async (server: Promise<TestServer>) => {
  open.push(await server);
  return server;
};

const policy = (server: TestServer, more: TrustPolicy = {}): TrustPolicy => ({
  issuers: [server.origin],
  allowLoopback: true,
  now: () => NOW,
  limits: { connectTimeout: 300, requestTimeout: 500 },
  ...more,
});
const card = async (server: TestServer, change: (c: Loose) => void = () => {}, key = issuerKey) =>
  forge({
    key: await key,
    claims: claims((c) => {
      c.iss = server.origin;
      change(c);
    }),
  });
const errors = (result: Loose) =>
  result.findings.filter((f: Loose) => f.severity === 'error').map((f: Loose) => f.code);
const KEYS = '/.well-known/jwks.json';

test('listed: the key set is fetched once for many cards at once, and the result says it is loopback', async () => {
  const key = await issuerKey;
  const server = await started(serveJson({ [KEYS]: publicKeySet([key]) }));
  const trust = createTrust(policy(server));
  const jws = await card(server);
  const results = await Promise.all(Array.from({ length: 20 }, () => verifyCard(jws, { trust })));
  for (const result of results) assert.equal(result.verdict, 'verified');
  assert.equal(results[0]?.issuer.loopback, true);
  assert.deepEqual(server.requests, [`GET ${KEYS}`]);
});

test('loopback is refused unless the policy allows it', async () => {
  const server = await started(serveJson({ [KEYS]: publicKeySet([await issuerKey]) }));
  const result = await verifyCard(await card(server), { trust: createTrust(policy(server, { allowLoopback: false })) });
  assert.deepEqual(errors(result), ['ISSUER_URL']);
  assert.deepEqual(server.requests, []);
});

test('an unlisted issuer is not asked, unless the policy says any: then it stays untrusted with a valid signature, after one request', async () => {
  const key = await issuerKey;
  const server = await started(serveJson({ [KEYS]: publicKeySet([{ ...key, crlVersion: 1 }]) }));
  const jws = await card(server, (c) => {
    c.vc.rid = 'abc';
  });
  for (const liveKeys of ['never', 'listed'] as const) {
    const result = await verifyCard(jws, { trust: createTrust(policy(server, { issuers: [], liveKeys })) });
    assert.equal(result.verdict, 'untrusted');
    assert.equal(result.signature, 'unchecked');
  }
  assert.deepEqual(server.requests, []);
  const asked = await verifyCard(jws, { trust: createTrust(policy(server, { issuers: [], liveKeys: 'any' })) });
  assert.equal(asked.verdict, 'untrusted');
  assert.equal(asked.issuer.trust, 'untrusted');
  assert.equal(asked.signature, 'valid');
  assert.ok(asked.fhirBundle);
  assert.deepEqual(errors(asked), ['ISSUER_UNTRUSTED']);
  assert.equal(server.requests.length, 1);
});

test('never: a listed issuer without keys is not asked', async () => {
  const server = await started(serveJson({ [KEYS]: publicKeySet([await issuerKey]) }));
  const result = await verifyCard(await card(server), { trust: createTrust(policy(server, { liveKeys: 'never' })) });
  assert.deepEqual(errors(result), ['KEY_UNKNOWN']);
  assert.deepEqual(server.requests, []);
});

test('a live set replaces the given one: a withdrawn key no longer counts', async () => {
  const old = await issuerKey;
  const renewed = await generateIssuerKey();
  const server = await started(serveJson({ [KEYS]: publicKeySet([renewed]) }));
  const trust = createTrust(
    policy(server, { issuers: [{ url: '', keys: [old.publicJwk] }].map((i) => ({ ...i, url: server.origin })) }),
  );
  assert.equal((await verifyCard(await card(server), { trust })).verdict, 'verified');
  assert.deepEqual(server.requests, []);
  const withNew = await verifyCard(await card(server, () => {}, Promise.resolve(renewed)), { trust });
  assert.equal(withNew.verdict, 'verified');
  assert.deepEqual(errors(await verifyCard(await card(server), { trust })), ['KEY_UNKNOWN']);
});

test('keys that lack use or alg are used, with a warning', async () => {
  const { use: _, alg: __, ...bare } = (await issuerKey).publicJwk;
  const server = await started(serveJson({ [KEYS]: { keys: [bare] } }));
  const result = await verifyCard(await card(server), { trust: createTrust(policy(server)) });
  assert.equal(result.verdict, 'verified');
  assert.deepEqual(
    result.findings.map((f) => `${f.code} ${f.severity}`),
    ['KEY_USE_MISSING warning', 'KEY_ALG_MISSING warning'],
  );
});

const key = issuerKey;
const LIVE_FAULTS: [name: string, code: string, routes: () => Promise<Parameters<typeof serve>[0]>][] = [
  ['404', 'NETWORK_STATUS', async () => (_, r) => void r.writeHead(404).end()],
  ['500', 'NETWORK_STATUS', async () => (_, r) => void r.writeHead(500).end('{}')],
  ['no JSON', 'JWKS_FORMAT', async () => (_, r) => void r.end('<html>')],
  ['no keys', 'JWKS_FORMAT', async () => (_, r) => void r.end('{}')],
  ['not UTF-8', 'JWKS_FORMAT', async () => (_, r) => void r.end(Buffer.from([0xff, 0xfe]))],
  ['too large', 'JWKS_FORMAT', async () => (_, r) => void r.end(`{"keys":[]}${' '.repeat(300_000)}`)],
  ['a redirect', 'NETWORK_REDIRECT', async () => (q, r) => void r.writeHead(302, { Location: `${q.url}?x` }).end()],
  ['a reset', 'NETWORK', async () => (_, r) => void r.destroy()],
  ['silence', 'NETWORK_TIMEOUT', async () => () => {}],
  [
    'a body that drips',
    'NETWORK_TIMEOUT',
    async () => (_, r) => {
      r.writeHead(200);
      const timer = setInterval(() => r.write(' '), 50);
      r.on('close', () => clearInterval(timer));
    },
  ],
  ['another key', 'KEY_UNKNOWN', async () => (_, r) => void r.end(JSON.stringify({ keys: [] }))],
  [
    'a private key',
    'KEY_INVALID',
    async () => {
      const { privateJwk } = await key;
      return (_, r) => void r.end(JSON.stringify({ keys: [privateJwk] }));
    },
  ],
  [
    'a kid that lies',
    'KEY_INVALID',
    async () => {
      const { kid } = await key;
      const { publicJwk } = await generateIssuerKey();
      return (_, r) => void r.end(JSON.stringify({ keys: [{ ...publicJwk, kid }] }));
    },
  ],
  ...(['use:enc', 'alg:ES384', 'crv:P-384', 'kty:RSA'] as const).map((change): (typeof LIVE_FAULTS)[number] => [
    `a key with ${change}`,
    'KEY_INVALID',
    async () => {
      const [name = '', value] = change.split(':');
      const { publicJwk } = await key;
      return (_, r) => void r.end(JSON.stringify({ keys: [{ ...publicJwk, [name]: value }] }));
    },
  ]),
];

for (const [name, code, routes] of LIVE_FAULTS) {
  test(`live keys, ${name}: ${code}`, async () => {
    const server = await started(serve(await routes()));
    const start = Date.now();
    const result = await verifyCard(await card(server), { trust: createTrust(policy(server)) });
    assert.deepEqual(errors(result), [code]);
    assert.notEqual(result.verdict, 'verified');
    assert.equal(result.signature, 'unchecked');
    assert.ok(Date.now() - start < 2_000);
    assert.equal(server.requests.length, 1);
  });
}

test('one entry of several that gives the private key away spoils them all', async () => {
  const { publicJwk, privateJwk } = await key;
  const server = await started(serveJson({ [KEYS]: { keys: [publicJwk, privateJwk] } }));
  assert.deepEqual(errors(await verifyCard(await card(server), { trust: createTrust(policy(server)) })), [
    'KEY_INVALID',
  ]);
});

test('several entries with one kid are legal when they are one key', async () => {
  const { publicJwk } = await key;
  const server = await started(serveJson({ [KEYS]: { keys: [{ ...publicJwk, x5c: [] }, publicJwk] } }));
  assert.equal((await verifyCard(await card(server), { trust: createTrust(policy(server)) })).verdict, 'verified');
});

test('the same key id at another issuer is another matter', async () => {
  const { publicJwk } = await key;
  const server = await started(serveJson({ [KEYS]: { keys: [] } }));
  const trust = createTrust(
    policy(server, { issuers: [server.origin, { url: 'https://other.example', keys: [publicJwk] }] }),
  );
  assert.deepEqual(errors(await verifyCard(await card(server), { trust })), ['KEY_UNKNOWN']);
});

const withList = async (list: unknown, { rid = 'abc', ctr = 2 as Loose, nbf = nowSeconds - 100 } = {}) => {
  const { kid } = await key;
  const set = { keys: [{ ...(await key).publicJwk, crlVersion: ctr }] };
  const server = await started(serveJson({ [KEYS]: set, [`/.well-known/crl/${kid}.json`]: list }));
  const trust = createTrust(policy(server));
  const jws = await card(server, (c) => {
    c.vc.rid = rid;
    c.nbf = nbf;
  });
  const result = await verifyCard(jws, { trust });
  return { result, server, again: () => verifyCard(jws, { trust }) };
};
const listOf = async (rids: string[], ctr = 2) => revocationList({ kid: (await key).kid, ctr, rids });

test('revocation: listed, not listed, before, equal, after', async () => {
  const at = nowSeconds - 100;
  for (const [rids, expected] of [
    [['abc'], 'revoked'],
    [['xyz'], 'clear'],
    [[`abc.${at + 1}`], 'revoked'],
    [[`abc.${at}`], 'clear'],
    [[`abc.${at - 1}`], 'clear'],
    [[`abc.${at - 1}`, 'abc'], 'revoked'],
    [['ABC'], 'clear'],
    [[], 'clear'],
  ] as const) {
    const { result } = await withList(await listOf([...rids]));
    assert.equal(result.revocation, expected, String(rids));
    assert.equal(result.verdict, expected === 'revoked' ? 'revoked' : 'verified');
  }
});

test('revocation: one request for a list, kept while the counter stands', async () => {
  const { server, again } = await withList(await listOf(['xyz']));
  await again();
  assert.equal(server.requests.filter((line) => line.includes('/crl/')).length, 1);
});

test('revocation: the counter may be a decimal string on both sides', async () => {
  const { result } = await withList({ ...(await listOf([])), ctr: '2' }, { ctr: '2' });
  assert.equal(result.verdict, 'verified');
});

test('revocation: a card without rid needs no request', async () => {
  const set = { keys: [{ ...(await key).publicJwk, crlVersion: 5 }] };
  const server = await started(serveJson({ [KEYS]: set }));
  const result = await verifyCard(await card(server), { trust: createTrust(policy(server)) });
  assert.equal(result.revocation, 'clear');
  assert.deepEqual(server.requests, [`GET ${KEYS}`]);
});

test('revocation fails closed on every bad list', async () => {
  const { kid } = await key;
  const good = await listOf([]);
  const bad: [name: string, list: unknown, ctr?: Loose][] = [
    ['missing', undefined],
    ['a lower counter', { ...good, ctr: 1 }],
    ['another key', { ...good, kid: 'other' }],
    ['another method', { ...good, method: 'hash' }],
    ['no method', { kid, ctr: 2, rids: [] }],
    ['no counter', { kid, method: 'rid', rids: [] }],
    ['a counter of nought', { ...good, ctr: 0 }],
    ['no rids', { kid, method: 'rid', ctr: 2 }],
    ['rids as text', { ...good, rids: 'abc' }],
    ['a rid that is a number', { ...good, rids: [7] }],
    ['a malformed rid', { ...good, rids: ['a b'] }],
    ['a malformed time', { ...good, rids: ['abc.soon'] }],
    ['a list', []],
    ['null', null],
    ['a key with a malformed counter', good, 'two'],
    ['a key with a counter of nought', good, 0],
    ['a key with a negative counter', good, -1],
  ];
  for (const [name, list, ctr] of bad) {
    const { result } = await withList(list, ctr === undefined ? {} : { ctr });
    assert.deepEqual(errors(result), ['REVOCATION_UNAVAILABLE'], name);
    assert.equal(result.verdict, 'unverifiable', name);
    assert.equal(result.revocation, 'unchecked', name);
    assert.ok(result.fhirBundle, name);
  }
});

test('a check that is given up ends its request; another that waits for the same one does not notice', async () => {
  let closed = 0;
  const set = JSON.stringify(publicKeySet([await key]));
  const server = await started(
    serve((_, response) => {
      response.on('close', () => closed++);
      setTimeout(() => response.end(set), 150);
    }),
  );
  const trust = createTrust(policy(server));
  const jws = await card(server);
  const controller = new AbortController();
  const [gone, stays] = [verifyCard(jws, { trust, signal: controller.signal }), verifyCard(jws, { trust })];
  setTimeout(() => controller.abort(), 50);
  await assert.rejects(gone, { name: 'AbortError' });
  assert.equal((await stays).verdict, 'verified');
  const alone = new AbortController();
  const only = verifyCard(jws, { trust: createTrust(policy(server)), signal: alone.signal });
  setTimeout(() => alone.abort(), 50);
  await assert.rejects(only, { name: 'AbortError' });
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(closed, 2);
});

test('a fetched key set is asked for again after an hour', async () => {
  const server = await started(serveJson({ [KEYS]: publicKeySet([await key]) }));
  let now = NOW.getTime();
  const trust = createTrust(policy(server, { now: () => new Date(now) }));
  const jws = await card(server);
  for (const minutes of [0, 30, 29, 2]) {
    now += minutes * 60_000;
    assert.equal((await verifyCard(jws, { trust })).verdict, 'verified');
  }
  assert.equal(server.requests.length, 2);
});

test('a revocation counter never goes down', async () => {
  const { kid, publicJwk } = await key;
  let version = 3;
  const list = await listOf([]);
  let now = NOW.getTime();
  const server = await started(
    serveJson({
      [KEYS]: () => ({ keys: [{ ...publicJwk, crlVersion: version }] }),
      [`/.well-known/crl/${kid}.json`]: () => ({ ...list, ctr: version }),
    }),
  );
  const trust = createTrust(policy(server, { now: () => new Date(now) }));
  const jws = await card(server, (c) => {
    c.vc.rid = 'abc';
  });
  assert.equal((await verifyCard(jws, { trust })).verdict, 'verified');
  const lists = () => server.requests.filter((line) => line.includes('/crl/')).length;
  assert.equal(lists(), 1);
  version = 5;
  now += 3_600_001;
  assert.equal((await verifyCard(jws, { trust })).verdict, 'verified');
  assert.equal(lists(), 2);
  // The newer list stays in use though the key set now says an older one.
  version = 4;
  now += 3_600_001;
  assert.equal((await verifyCard(jws, { trust })).verdict, 'verified');
  assert.equal(lists(), 2);
});

test('a million revoked cards are looked up without scanning', async () => {
  const { kid, publicJwk } = await key;
  const rids = Array.from({ length: 1_000_000 }, (_, i) => `r${i}`);
  const crls = [revocationList({ kid, ctr: 1, rids })];
  const trust = createTrust({
    issuers: [{ url: 'https://issuer.example', keys: [publicJwk], crls }],
    liveKeys: 'never',
    now: () => NOW,
  });
  const index = await trust.revocationList('https://issuer.example', kid, 1);
  const start = performance.now();
  for (let i = 0; i < 100_000; i++) index.isRevoked(`r${i * 11}`, 0);
  assert.ok(performance.now() - start < 1_000);
  assert.equal(index.isRevoked('r999999', 0), true);
  assert.equal(index.isRevoked('r1000000', 0), false);
  assert.equal(await trust.revocationList('https://issuer.example', kid, 1), index);
});
